// W2: `tools/call` of a tool that says what it was told.
import { COMMANDS, SECRET, serve } from './servers.mjs';

export const CONNECTIONS = 16;
const CLIENT = { name: 'load', version: '1' };
const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': CLIENT,
  'io.modelcontextprotocol/clientCapabilities': {},
};
const JSON_HEADERS = 'Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n';
const named = tool => `${JSON_HEADERS}MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: ${tool}\r\n`;
export const NEW = named('echo');
const DIRECT = named('direct');
const OLD = `${JSON_HEADERS}MCP-Protocol-Version: 2025-11-25\r\n`;

const call = (meta, name = 'echo') =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: { text: 'hello' }, ...meta } });
const bearer = token => `Authorization: Bearer ${token}\r\n`;

const make = (name, server, path, headers, body, expected = 'hello') =>
  ({ name, server, connections: CONNECTIONS, workload: { kind: 'same', path, headers, body, expected } });

/** Our call behind the filter. */
export const guarded = (server, token) => make('ours, opaque token', server, '/opaque', NEW + bearer(token), call({ _meta: META }));

/** Starts the servers; answers the cases, and what to stop. */
export async function prepare() {
  const ours = await serve(COMMANDS.ours, '/bare');
  const sdk = await serve(COMMANDS.javaSdk, '/heap');
  const typescript1 = await serve(COMMANDS.typescript1, '/heap');
  const typescript2 = await serve(COMMANDS.typescript2, '/heap');
  const open = call({ _meta: META });
  const direct = call({ _meta: META }, 'direct');
  const old = call({});
  const cases = [
    make('bare servlet', ours, '/bare', NEW, open),
    make('ours, open', ours, '/open', NEW, open),
    make('ours, open, a tool that never waits', ours, '/open', DIRECT, direct),
    guarded(ours, await token(ours, 'opaque')),
    make('ours, opaque token, a tool that never waits', ours, '/opaque', DIRECT + bearer(await token(ours, 'opaque')), direct),
    make('ours, JWT seen before (ES256)', ours, '/es256', NEW + bearer(await token(ours, 'es256')), open),
    make('ours, open, answer as SSE', ours, '/open', NEW, call({ _meta: { ...META, progressToken: 1 } }), 'data: {"jsonrpc":"2.0","id":1'),
    make('Java SDK, stateless', sdk, '/stateless', OLD, old),
    make('Java SDK, session', sdk, '/mcp', OLD + (await session(sdk)), old),
    make('TypeScript SDK 1.x', typescript1, '/stateless', OLD, old),
    make('TypeScript SDK 2.x', typescript2, '/mcp', NEW, open),
  ];
  return { cases, stop: () => Promise.all([ours, sdk, typescript1, typescript2].map(server => server.stop())) };
}

/** A token for one of our resources. */
export async function token({ origin }, resource) {
  const form = { grant_type: 'client_credentials', client_id: 'machine', client_secret: SECRET, resource: `${origin}/${resource}` };
  const response = await fetch(`${origin}/token`, { method: 'POST', body: new URLSearchParams(form) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()).access_token;
}

export const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0', id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: CLIENT },
});

/** The header of a new session. */
async function session({ origin }) {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const response = await fetch(`${origin}/mcp`, { method: 'POST', headers, body: INITIALIZE });
  await response.body.cancel();
  const id = response.headers.get('mcp-session-id');
  const initialized = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });
  await fetch(`${origin}/mcp`, { method: 'POST', headers: { ...headers, 'mcp-session-id': id }, body: initialized });
  return `Mcp-Session-Id: ${id}\r\n`;
}
