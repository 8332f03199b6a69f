// W3: idle streams and a broadcast to all, and slow tools on few threads.
import { createInterface } from 'node:readline';
import { INITIALIZE, NEW } from './calls.mjs';
import { COMMANDS, GENERATOR_CORE, java, pinned, serve } from './servers.mjs';

const BROADCASTS = 7;
const PATIENCE_MS = 300_000;
const STREAM = 'Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n';
const META = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} };
export const LISTEN = JSON.stringify({
  jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params: { notifications: { toolsListChanged: true }, _meta: META },
});
export const LISTEN_HEADERS = `${STREAM}MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: subscriptions/listen\r\n`;
const listen = path => ({ method: 'POST', path, headers: LISTEN_HEADERS, body: LISTEN });
const session = { method: 'GET', path: '/mcp', headers: STREAM, body: '', initialize: INITIALIZE };

const SUBJECTS = [
  { name: 'bare servlet', command: 'streams', run: { ...listen('/bare'), broadcast: '/bare-broadcast' } },
  { name: 'ours, subscriptions/listen', command: 'streams', run: { ...listen('/mcp'), broadcast: '/mcp-broadcast' } },
  { name: 'ours, session', command: 'streams', run: { ...session, broadcast: '/mcp-broadcast' } },
  { name: 'Java SDK, session', command: 'javaSdkStreams', run: { ...session, silent: 'true', broadcast: '/broadcast' } },
  { name: 'TypeScript SDK 1.x, session', command: 'typescript1', run: { ...session, broadcast: '/broadcast' } },
  { name: 'TypeScript SDK 2.x, listen', command: 'typescript2', run: { ...listen('/mcp'), broadcast: '/broadcast' } },
];

/** Each system in a process of its own, one after the other; answers rows of figures. */
export async function measure(streams, rounds) {
  const rows = SUBJECTS.map(({ name }) => ({ name, rounds: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, { command, run }] of SUBJECTS.entries()) {
      const server = await serve(COMMANDS[command], '/heap');
      const { port, pid } = server;
      const given = { ...run, port, pid, streams, broadcasts: BROADCASTS };
      rows[index].rounds.push(await client(Object.fromEntries(Object.entries(given).map(([key, value]) => [key, String(value)]))));
      await server.stop();
    }
  }
  return rows;
}

async function client(run) {
  const child = pinned(GENERATOR_CORE, java('stream.StreamsRun')(JSON.stringify(run)), { stdio: ['ignore', 'pipe', 'inherit'] });
  setTimeout(() => child.kill(), PATIENCE_MS).unref();
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error(`no figures for ${run.path}: what the clients met stands above`);
}

/** How many seconds 32 calls of a tool of one second take on 8 container threads, the least of three. */
export async function naps() {
  const server = await serve(COMMANDS.streams, '/heap');
  const headers = Object.fromEntries(NEW.replace('echo', 'nap').trim().split('\r\n').map(line => line.split(': ')));
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'nap', _meta: META } });
  const nap = async () => {
    const response = await fetch(`${server.origin}/mcp`, { method: 'POST', headers, body });
    if (!(await response.text()).includes('rested')) throw new Error('a nap was not answered');
  };
  const took = [];
  for (let round = 0; round < 3; round++) {
    const begun = performance.now();
    await Promise.all(Array.from({ length: 32 }, nap));
    took.push((performance.now() - begun) / 1000);
  }
  await server.stop();
  return Math.min(...took);
}
