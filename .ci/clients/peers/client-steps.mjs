// What an official TypeScript client does with our server, step by step: what examples/official-sdk's OurClient does with others'.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { WATCHED } from './words.mjs';

export const ME = { name: 'typescript-client', version: '1.0.0' };
export const CAPABILITIES = { elicitation: {}, sampling: {}, roots: {} };
export const ANSWERS = {
  elicitation: { action: 'accept', content: { username: 'ada', email: 'ada@example.com' } },
  sampling: { role: 'assistant', model: 'a model', content: { type: 'text', text: 'It is a lamp' } },
  roots: { roots: [{ uri: 'file:///home/ada', name: 'home' }] },
};

/**
 * The steps of one client, in order, as pairs of a name and a function.
 * A peer has `connect` and `close`, the library's `client`, `call(tool, args, options)`, `subscribe(filter)` and `wantLog(level)`, which differ by
 * generation and revision, `heard`, the methods of notifications, `expected` and `version()`, what was agreed on, and `ended()`: how the
 * server answers a session that was closed.
 */
export function steps(peer) {
  const text = async (...call) => (await peer.call(...call)).content[0].text;
  const contains = async (promise, words) => assert.ok((await promise).includes(words), await promise);
  const hears = async (tool, method) => {
    for (let calls = 0; !peer.heard.includes(method); calls++) {
      assert.ok(calls < 10, `not heard of ${method}, but of ${peer.heard}`);
      await peer.call(tool);
      for (let polls = 0; polls < 20 && !peer.heard.includes(method); polls++) await delay(50);
    }
  };
  const subscribed = async (filter, act) => {
    const subscription = await peer.subscribe(filter);
    await act();
    await subscription?.close();
  };

  return new Map([
    ['agrees on the revision', async () => {
      await peer.connect();
      assert.equal(peer.version(), peer.expected);
    }],
    ['lists tools', async () => {
      const { tools } = await peer.client.listTools();
      assert.ok(tools.some(tool => tool.name === 'test_simple_text'));
    }],
    ['calls a tool', () => contains(text('test_simple_text'), 'simple text')],
    ['is told what went wrong in a tool', async () => assert.equal((await peer.call('test_error_handling')).isError, true)],
    ['is refused an unknown tool', () => assert.rejects(peer.call('nobody'), { code: -32602 })],
    ['hears of progress', async () => {
      const progress = [];
      await peer.call('test_tool_with_progress', {}, { onprogress: p => void progress.push(p.progress) });
      assert.ok(progress.length > 1, `only ${progress}`);
    }],
    ['hears what is logged', async () => {
      await peer.wantLog('info');
      await hears('test_tool_with_logging', 'notifications/message');
    }],
    ['answers an elicitation', () => contains(text('test_elicitation', { message: 'Who are you?' }), 'ada@example.com')],
    ['answers a sampling', () => contains(text('test_sampling', { prompt: 'What is it?' }), 'It is a lamp')],
    ['answers for its roots', () => contains(text('test_list_roots'), 'file:///home/ada')],
    ['reads resources', async () => {
      assert.ok((await peer.client.listResources()).resources.length > 0);
      assert.ok((await peer.client.listResourceTemplates()).resourceTemplates.length > 0);
      const read = async uri => (await peer.client.readResource({ uri })).contents[0].text;
      await contains(read('test://static-text'), 'static text');
      await contains(read('test://template/7/data'), '7');
    }],
    ['gets prompts', async () => {
      assert.ok((await peer.client.listPrompts()).prompts.length > 0);
      const prompt = { name: 'test_prompt_with_arguments', arguments: { arg1: 'one', arg2: 'two' } };
      assert.match((await peer.client.getPrompt(prompt)).messages[0].content.text, /two/);
    }],
    ['completes an argument', async () => {
      const ref = { type: 'ref/prompt', name: 'test_prompt_with_arguments' };
      const { completion } = await peer.client.complete({ ref, argument: { name: 'arg1', value: 'par' } });
      assert.ok(completion.values.includes('paris'), completion.values);
    }],
    ['hears that the tools changed', () => subscribed({ toolsListChanged: true },
      () => hears('test_trigger_tool_change', 'notifications/tools/list_changed'))],
    ['hears that a resource changed', () => subscribed({ resourceSubscriptions: [WATCHED] },
      () => hears('test_touch_resource', 'notifications/resources/updated'))],
    ['cancels', async () => {
      const before = Number(await text('test_cancelled'));
      await assert.rejects(peer.call('test_wait', {}, { signal: AbortSignal.timeout(500) }));
      for (let polls = 0; Number(await text('test_cancelled')) <= before; polls++) {
        assert.ok(polls < 50, 'the server did not notice');
        await delay(100);
      }
    }],
    ['calls eight tools at once', async () => {
      const calls = Array.from({ length: 8 }, () => contains(text('test_simple_text'), 'simple text'));
      await Promise.all(calls);
    }],
    ['reconnects', () => contains(text('test_reconnection'), 'after the connection was closed')],
    ['closes', async () => {
      await peer.close();
      await assert.rejects(peer.call('test_simple_text'));
    }],
    ['ends its session', async () => assert.equal(await peer.ended(), 404)],
  ]);
}

/** What a client finds where its era is switched off. */
export const refusal = peer => new Map([['is refused', () => assert.rejects(peer.connect(), /400/)]]);

/** How the server answers a ping of a session that is no more. */
export async function pingStatus(url, session) {
  const headers = { accept: 'application/json, text/event-stream', 'content-type': 'application/json', 'mcp-session-id': session };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
  const response = await fetch(url, { method: 'POST', headers, body });
  await response.body?.cancel();
  return response.status;
}

/** Closes as a client should that had a session. */
export async function closeSession(client, transport) {
  const session = transport.sessionId;
  await transport.terminateSession?.();
  await client.close();
  return session;
}
