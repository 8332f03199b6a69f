// mcp-remote, the bridge that stdio hosts use, against the running example.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DatabaseServer, workFolder } from '../lib/database-server.mjs';
import { stopAll } from '../lib/processes.mjs';
import { canNotWriteByQuerying, listsTheTools, queries, writesAndReadsBack } from './database.mjs';
import { StdioHost } from './stdio-host.mjs';

const PROXY = fileURLToPath(new URL('node_modules/mcp-remote/dist/proxy.js', import.meta.url));

let server;
let folder;
before(async () => {
  folder = await workFolder('mcp-remote');
  server = await DatabaseServer.start(folder);
});
after(stopAll);

for (const protocol of ['legacy', 'auto']) {
  describe(`mcp-remote --protocol ${protocol}`, () => {
    let host;
    const connect = async () => {
      const own = path.join(folder, protocol);
      await mkdir(own, { recursive: true });
      const env = { MCP_REMOTE_CONFIG_DIR: path.join(own, 'auth') };
      host = await new StdioHost(own).connect(process.execPath, [PROXY, server.url, '--protocol', protocol, '--debug'], env);
    };
    after(() => host?.close());

    it('discovers, registers and signs in for reading only', async () => {
      await connect();
      await listsTheTools(host);
      const [first, ...more] = await host.signIns();
      assert.equal(first.error, undefined);
      assert.equal(first.scope, 'db:read');
      assert.deepEqual(more, []);
    });
    it('runs a query', () => queries(host));
    it('can not write by a query', () => canNotWriteByQuerying(host));
    it('steps up by a second sign-in, writes and reads back', async () => {
      await writesAndReadsBack(host);
      const scopes = (await host.signIns()).map(({ scope }) => scope.split(' ').sort().join(' '));
      assert.deepEqual(scopes, ['db:read', 'db:read db:write']);
    });
    it('is signed in after a restart', async () => {
      await host.close();
      await connect();
      await writesAndReadsBack(host);
      assert.equal((await host.signIns()).length, 2);
    });
  });
}
