// The packaged image and bundle: started with nothing of a JDK in the environment, against a server of 127.0.0.1.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stopAll } from '../../.ci/lib/processes.mjs';
import { RemoteServer } from '../../.ci/lib/remote-server.mjs';
import { INITIALIZE, StdioProcess } from '../../.ci/lib/stdio-process.mjs';

const target = name => fileURLToPath(new URL(`target/${name}`, import.meta.url));
let server;
let home;

before(async () => {
  server = await RemoteServer.start();
  home = await mkdtemp(path.join(os.tmpdir(), 'mcp-oauth-image-'));
});
after(async () => {
  await stopAll();
  await server.close();
  await rm(home, { recursive: true, force: true });
});

async function listsTools(command, args, env) {
  const bridge = new StdioProcess(command, args, { HOME: home, XDG_STATE_HOME: '', JAVA_HOME: '/nowhere', ...env });
  await bridge.request('initialize', INITIALIZE);
  bridge.notify('notifications/initialized');
  const { tools } = await bridge.request('tools/list');
  assert.equal(tools[0].name, 'echo');
  assert.equal((await bridge.end()).code, 0);
}

it('starts from the image', () =>
  listsTools(target('image/mcp-oauth-bridge/bin/mcp-oauth-bridge'), [server.url, '--key-source', 'file'], {
    MCP_OAUTH_BRIDGE_HEADER: `Authorization: Bearer ${server.token()}`,
  }));

it('starts from the bundle as its manifest says', async () => {
  const { server: described, user_config: settings } = JSON.parse(await readFile(target('bundle/manifest.json'), 'utf8'));
  const given = { url: server.url, header: `Authorization: Bearer ${server.token()}` };
  const filled = text =>
    text.replaceAll('${__dirname}', target('bundle')).replace(/\$\{user_config\.(\w+)\}/g, (_, name) => given[name] ?? settings[name].default);
  const { command, args, env } = described.mcp_config;
  const variables = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)]));
  await listsTools(filled(command), args.map(filled), { ...variables, MCP_OAUTH_BRIDGE_KEY_SOURCE: 'file' });
  assert.ok((await stat(path.join(target('bundle'), described.entry_point))).isFile());
});

it('masks what may be a secret', async () => {
  const { user_config: settings } = JSON.parse(await readFile(target('bundle/manifest.json'), 'utf8'));
  assert.deepEqual(Object.keys(settings).filter(name => settings[name].sensitive), ['header', 'client']);
});
