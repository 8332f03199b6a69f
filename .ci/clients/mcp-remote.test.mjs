// mcp-remote, the bridge that stdio hosts use, against the running example; and how our bridge takes over from it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';
import { listsTheTools, queries } from './database.mjs';
import { runningExample, signsInThroughABridge } from './stdio-bridge.mjs';
import { StdioHost } from './stdio-host.mjs';

const PROXY = fileURLToPath(new URL('node_modules/mcp-remote/dist/proxy.js', import.meta.url));

const example = runningExample('mcp-remote');

for (const protocol of ['legacy', 'auto']) {
  describe(`mcp-remote --protocol ${protocol}`, () => {
    signsInThroughABridge(example, protocol, own => {
      const env = { MCP_REMOTE_CONFIG_DIR: path.join(own, 'auth') };
      const flags = ['--protocol', protocol, '--debug'];
      return new StdioHost(own).connect(process.execPath, [PROXY, example.server.url, ...flags], env);
    });
  });
}

describe('mcp-oauth-bridge import', () => {
  const bridge = ['-jar', jar('bridge/target/mcp-oauth-bridge.jar')];
  const flags = own => ['--state-dir', path.join(own, 'state'), '--key-source', 'file'];

  it('goes on with the sign-in of mcp-remote', async () => {
    const own = path.join(example.folder, 'imported');
    const theirs = path.join(example.folder, 'legacy', 'auth');
    const taking = await run(JAVA, [...bridge, 'import', example.server.url, '--from', theirs, ...flags(own)]);
    assert.equal(taking.code, 0, taking.stderr);
    assert.match(taking.stderr, /Taken over/);
    const host = await new StdioHost(own).connect(JAVA, [...bridge, example.server.url, ...flags(own)]);
    try {
      await listsTheTools(host);
      await queries(host);
      assert.deepEqual(await host.signIns(), []);
    } finally {
      await host.close();
    }
  });
});
