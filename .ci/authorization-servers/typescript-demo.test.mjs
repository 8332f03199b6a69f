// The demo authorization server that comes with the TypeScript SDK 1, at its strictest, and the demo MCP server beside it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { workFolder } from '../lib/database-server.mjs';
import { freePort, start, stopAll, untilServing } from '../lib/processes.mjs';
import { BridgedHost } from './bridge.mjs';

let host;
after(async () => {
  await host?.close();
  await stopAll();
});

it('signs in at the demo server of the TypeScript SDK 1 and calls a tool', async () => {
  const folder = await workFolder('typescript-demo');
  const [mcp, auth] = [await freePort(), await freePort()];
  const example = fileURLToPath(import.meta.resolve('@modelcontextprotocol/sdk/examples/server/simpleStreamableHttp.js'));
  const log = path.join(folder, 'demo.log');
  const env = { MCP_PORT: String(mcp), MCP_AUTH_PORT: String(auth) };
  const child = start(process.execPath, [example, '--oauth', '--oauth-strict'], { log, env });
  await untilServing(`http://localhost:${mcp}/mcp`, child);
  host = await BridgedHost.start(path.join(folder, 'host'), `http://localhost:${mcp}/mcp`, { account: { name: 'ada', password: 'x' } });
  const { content } = await host.callTool('greet', { name: 'Ada' });
  assert.match(content[0].text, /Ada/);
  assert.equal((await host.onlySignIn()).status, 200);
});
