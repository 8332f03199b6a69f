// Our own bridge, started as stdio hosts of both eras start it, against the running example.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DatabaseServer, workFolder } from '../lib/database-server.mjs';
import { stopAll } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';
import { canNotWriteByQuerying, listsTheTools, queries, writesAndReadsBack } from './database.mjs';
import { StdioHost } from './stdio-host.mjs';

let server;
let folder;
before(async () => {
  folder = await workFolder('bridge');
  server = await DatabaseServer.start(folder);
});
after(stopAll);

for (const [era, mode] of [['session', 'legacy'], ['stateless', { pin: '2026-07-28' }]]) {
  describe(`mcp-oauth-bridge, a host of the ${era} era`, () => {
    let host;
    const connect = async () => {
      const own = path.join(folder, era);
      await mkdir(own, { recursive: true });
      const bridge = ['-jar', jar('bridge/target/mcp-oauth-bridge.jar'), server.url];
      const flags = ['--state-dir', path.join(own, 'state'), '--debug'];
      host = await new StdioHost(own, mode).connect(JAVA, [...bridge, ...flags]);
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
    it('is signed in after the server restarts', async () => {
      assert.equal(await server.stop(), 143);
      await server.start();
      await writesAndReadsBack(host);
      assert.equal((await host.signIns()).length, 2);
    });
  });
}
