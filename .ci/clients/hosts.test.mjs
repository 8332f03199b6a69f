// Hosts of others, started as their users start them, at servers of others, through our bridge. What the official clients do is
// what they do without a bridge in peers.mjs.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ACCOUNT, DatabaseServer, workFolder } from '../lib/database-server.mjs';
import { adopt, freePort, run, stopAll, untilServing } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';
import { steps } from './peers/client-steps.mjs';
import { Ts1Client } from './peers/ts1-client.mjs';
import { Ts2Client } from './peers/ts2-client.mjs';
import { signsInThroughABridge } from './stdio-bridge.mjs';
import { StdioHost } from './stdio-host.mjs';

const NEWEST = '2026-07-28';
const SESSION = '2025-11-25';
const local = name => fileURLToPath(new URL(name, import.meta.url));
const npm = name => local(`node_modules/@modelcontextprotocol/${name}`);

const HOSTS = {
  'TypeScript 1.x': { Peer: Ts1Client, version: SESSION },
  'TypeScript 2.x': { Peer: Ts2Client, version: SESSION },
  'TypeScript 2.x, newest': { Peer: Ts2Client, version: NEWEST },
  'TypeScript 2.x, asking': { Peer: Ts2Client, version: NEWEST, mode: 'auto' },
};

/**
 * The client forgets whom to tell of progress when it reads it in one piece with the answer, which is a matter of luck at a pipe. The
 * server of TypeScript 1.x sends them in one piece each time, and answers a call of an unknown tool with a result.
 */
const patiently = act => async () => {
  for (let calls = 1; calls < 10; calls++) if (await act().then(() => true, () => false)) return;
  await act();
};
const TS1_LACKS = ['is refused an unknown tool', 'hears of progress'];

/** What a server does not have by itself. */
const SERVERS = {
  'our server': { url: () => servers.ours, without: [] },
  'TypeScript 1.x of 2025-11-25': { url: () => `${servers.ts1}/${SESSION}/mcp`, without: TS1_LACKS },
  'TypeScript 2.x of 2026-07-28 only': { url: () => `${servers.ts2}/mcp`, without: ['reconnects'] },
};

const servers = {};
const example = {};

before(async () => {
  example.folder = await workFolder('hosts');
  const [ts1, ts2] = await Promise.all(['ts1-server', 'ts2-server'].map(name => origin(local(`peers/${name}.mjs`))));
  Object.assign(servers, { ts1, ts2, ours: await ours(), everything: await everything() });
  example.server = await DatabaseServer.start(example.folder);
});
after(stopAll);

async function origin(script) {
  const child = adopt(spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] }));
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line).origin;
  throw new Error(`${script} has ended before it served`);
}

async function ours() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/mcp`;
  // That the stream of a call was closed is noticed when the next heartbeat is written.
  const args = ['-XX:TieredStopAtLevel=1', '-jar', jar('conformance/target/everything-server.jar'), '--port', port, '--heartbeat', '500'];
  await untilServing(url, adopt(spawn(JAVA, args, { stdio: ['ignore', 'ignore', 'inherit'] })));
  return url;
}

async function everything() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/mcp`;
  const child = spawn(process.execPath, [path.join(npm('server-everything'), 'dist/index.js'), 'streamableHttp'], {
    stdio: 'ignore', env: { ...process.env, PORT: port },
  });
  await untilServing(url, adopt(child));
  return url;
}

function bridge(url, own) {
  const state = ['--state-dir', path.join(example.folder, own), '--key-source', 'file', '--debug'];
  return [JAVA, '-XX:TieredStopAtLevel=1', '-jar', jar('bridge/target/mcp-oauth-bridge.jar'), url, ...state];
}

for (const [host, { Peer, ...asks }] of Object.entries(HOSTS)) {
  for (const [name, { url, without }] of Object.entries(SERVERS)) {
    describe(`${host} at ${name}`, () => {
      const client = { ...asks, name: `${host} at ${name}` };
      const peer = new Peer(client);
      before(() => (client.command = bridge(url(), `${host} ${name}`.replaceAll(/\W+/g, '-'))));
      after(() => peer.client.close());
      for (const [step, act] of steps(peer)) {
        if (!without.includes(step) && step !== 'ends its session') it(step, step === 'hears of progress' ? patiently(act) : act);
      }
    });
  }
}

for (const [host, { Peer, ...asks }] of Object.entries(HOSTS)) {
  it(`${host} at server-everything lists and calls`, async () => {
    const peer = new Peer({ ...asks, command: bridge(servers.everything, `everything ${host}`) });
    await peer.connect();
    try {
      const { tools } = await peer.client.listTools();
      assert.ok(tools.some(({ name }) => name === 'echo'), tools.map(({ name }) => name).join());
      const { content } = await peer.call('echo', { message: 'hello' });
      assert.match(content[0].text, /hello/);
      assert.ok((await peer.client.listResources()).resources.length > 0);
      assert.ok((await peer.client.listPrompts()).prompts.length > 0);
    } finally {
      await peer.client.close();
    }
  });
}

describe('the Inspector\'s command line', () => {
  async function inspect(url, own, ...words) {
    const folder = path.join(example.folder, `inspector-${own}`);
    await mkdir(folder, { recursive: true });
    const [command, ...args] = bridge(url, `inspector-${own}/state`);
    const env = {
      BROWSER: local('browser.mjs'), SIGN_IN: JSON.stringify(ACCOUNT), SIGN_IN_LOG: path.join(folder, 'sign-ins.jsonl'),
    };
    const file = path.join(folder, 'mcp.json');
    await writeFile(file, JSON.stringify({ mcpServers: { bridged: { command, args, env } } }));
    const cwd = path.join(npm('inspector-cli'), 'build'); // where it finds its own version when it is installed by itself
    const inspector = ['cli.js', '--cli', '--config', file, '--server', 'bridged', ...words];
    const { code, stdout, stderr } = await run(process.execPath, inspector, { cwd });
    assert.equal(code, 0, `${stdout}${stderr}`);
    return JSON.parse(stdout);
  }

  const at = { 'our server': () => servers.ours, 'server-everything': () => servers.everything };
  for (const [name, url] of Object.entries(at)) {
    it(`lists the tools of ${name}`, async () => {
      const { tools } = await inspect(url(), name.replaceAll(/\W+/g, '-'), '--method', 'tools/list');
      assert.ok(tools.length > 3, JSON.stringify(tools));
    });
  }
  it('signs in to the database server and calls a tool', async () => {
    const { tools } = await inspect(example.server.url, 'database', '--method', 'tools/list');
    assert.ok(tools.some(({ name }) => name === 'list_tables'), JSON.stringify(tools));
    const { structuredContent } = await inspect(example.server.url, 'database', '--method', 'tools/call', '--tool-name', 'list_tables');
    assert.ok(structuredContent.tables.length > 0);
  });
});
