// mcp-remote, the bridge that stdio hosts use, against the running example.
import path from 'node:path';
import { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
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
