// Our own bridge, started as a stdio host starts it, against the running example.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DatabaseServer, workFolder } from '../lib/database-server.mjs';
import { stopAll } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';
import { canNotWriteByQuerying, listsTheTools, queries, writesAndReadsBack } from './database.mjs';
import { StdioHost } from './stdio-host.mjs';

describe('mcp-oauth-bridge', () => {
  let server;
  let folder;
  let host;
  const connect = async () => {
    const args = ['-jar', jar('bridge/target/mcp-oauth-bridge.jar'), server.url, '--store', path.join(folder, 'store')];
    host = await new StdioHost(folder).connect(JAVA, args);
  };
  before(async () => {
    folder = await workFolder('bridge');
    server = await DatabaseServer.start(folder);
  });
  after(async () => {
    await host?.close();
    await stopAll();
  });

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
