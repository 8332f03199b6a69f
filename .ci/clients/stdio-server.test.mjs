// The official TypeScript clients, of both generations, against our server over stdio: the whole application in both eras.
import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernTransport } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import {
  ElicitRequestSchema, LoggingMessageNotificationSchema, ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const JAR = fileURLToPath(new URL('../../examples/conformance/target/everything-server.jar', import.meta.url));
const JAVA = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java';
const PROGRAM = { command: JAVA, args: ['-XX:TieredStopAtLevel=1', '-jar', JAR, '--stdio'], stderr: 'ignore' };
const ME = { name: 'typescript-client', version: '1.0.0' };
const ANSWER = { action: 'accept', content: { username: 'ada', email: 'ada@example.com' } };

const text = result => result.content[0].text;

async function until(condition, what) {
  for (let waited = 0; !condition(); waited += 50) {
    if (waited > 20_000) assert.fail(`waited in vain for ${what}`);
    await delay(50);
  }
}

const isAlive = pid => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** The first generation speaks the session era. */
async function older() {
  const client = new Client(ME, { capabilities: { elicitation: {} } });
  const heard = [];
  client.setRequestHandler(ElicitRequestSchema, () => ANSWER);
  client.setNotificationHandler(LoggingMessageNotificationSchema, n => void heard.push(n.method));
  client.setNotificationHandler(ToolListChangedNotificationSchema, n => void heard.push(n.method));
  const transport = new StdioClientTransport(PROGRAM);
  await client.connect(transport);
  return { client, transport, heard };
}

/** The second one speaks both. */
async function newer(mode) {
  const client = new ModernClient(ME, { capabilities: { elicitation: {} }, versionNegotiation: { mode } });
  const heard = [];
  client.setRequestHandler('elicitation/create', () => ANSWER);
  client.setNotificationHandler('notifications/message', n => void heard.push(n.method));
  client.setNotificationHandler('notifications/tools/list_changed', n => void heard.push(n.method));
  const transport = new ModernTransport(PROGRAM);
  await client.connect(transport);
  return { client, transport, heard, version: client.getNegotiatedProtocolVersion() };
}

const PEERS = [
  ['1.x, session era', older],
  ['2.x, session era', () => newer('legacy'), '2025-11-25'],
  ['2.x, stateless era', () => newer({ pin: '2026-07-28' }), '2026-07-28'],
  ['2.x, which finds out', () => newer('auto'), '2026-07-28'],
];

for (const [name, connect, version] of PEERS) {
  describe(`official TypeScript client ${name}, over stdio`, () => {
    let peer;
    let call;
    before(async () => {
      assert.ok(existsSync(JAR), `${JAR} is missing: build it first`);
      peer = await connect();
      call = (tool, args = {}, options) => peer.client.callTool({ name: tool, arguments: args }, ...options ?? []);
    });
    after(() => peer?.client.close());

    // The first generation does not say what it agreed on; there is one era that it can be.
    if (version) it('agrees on the revision', () => assert.equal(peer.version, version));
    it('lists tools, resources and prompts', async () => {
      assert.ok((await peer.client.listTools()).tools.some(tool => tool.name === 'test_simple_text'));
      assert.ok((await peer.client.listResources()).resources.length > 0);
      assert.ok((await peer.client.listPrompts()).prompts.length > 0);
    });
    it('calls a tool', async () => assert.match(text(await call('test_simple_text')), /text/));
    it('hears of progress', async () => {
      const progress = [];
      const options = { onprogress: p => void progress.push(p.progress) };
      await call('test_tool_with_progress', {}, peer.client instanceof Client ? [undefined, options] : [options]);
      assert.ok(progress.length > 1, `only ${progress}`);
    });
    it('answers what a tool asks', async () => {
      assert.match(text(await call('test_elicitation', { message: 'Who?' })), /action=accept.*ada@example\.com/);
    });
    it('is told what went wrong in a tool', async () => assert.equal((await call('test_error_handling')).isError, true));
    it('is refused an unknown tool', () => assert.rejects(call('nobody'), { code: -32602 }));
    it('hears that the list of tools changed', async () => {
      const subscription = version === '2026-07-28' ? await peer.client.listen({ toolsListChanged: true }) : undefined;
      await call('test_trigger_tool_change');
      await until(() => peer.heard.includes('notifications/tools/list_changed'), 'the notification');
      await subscription?.close();
    });
    it('ends with its client', async () => {
      const { pid } = peer.transport;
      const began = Date.now();
      await peer.client.close();
      await until(() => !isAlive(pid), 'the end of the process');
      // The client would have sent SIGTERM after two seconds: the end of the input was enough.
      assert.ok(Date.now() - began < 1900, `took ${Date.now() - began} ms`);
    });
  });
}

it('a server that ends tells the subscribers so', async () => {
  const peer = await newer({ pin: '2026-07-28' });
  const subscription = await peer.client.listen({ toolsListChanged: true });
  process.kill(peer.transport.pid, 'SIGTERM');
  assert.equal(await subscription.closed, 'graceful');
  await peer.client.close();
});
