// The official TypeScript client against the running example, in both eras of the protocol.
import { InsufficientScopeError } from '@modelcontextprotocol/client';
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DatabaseServer, workFolder } from '../lib/database-server.mjs';
import { freePort, stopAll } from '../lib/processes.mjs';
import { CHANGE_NOTHING, canNotWriteByQuerying, listsTheTools, queries, writesAndReadsBack } from './database.mjs';
import { TypeScriptClient } from './typescript-client.mjs';

let server;
let folder;
before(async () => {
  folder = await workFolder('typescript');
  server = await DatabaseServer.start(folder);
});
after(stopAll);

for (const [era, mode] of [['session era', 'legacy'], ['stateless era', { pin: '2026-07-28' }]]) {
  describe(`official TypeScript client, ${era}`, () => {
    let settings;
    let client;
    const reconnect = async changes => {
      await client?.close();
      client = new TypeScriptClient(server.url, { ...settings, ...changes });
      return client.connect();
    };
    before(async () => {
      settings = { file: path.join(folder, `${era.split(' ')[0]}.json`), port: await freePort(), mode };
    });
    after(() => client?.close());

    it('discovers, registers and signs in', async () => {
      assert.equal(await reconnect({ onInsufficientScope: 'throw' }), true);
      assert.equal(client.asked.searchParams.get('scope'), 'db:read');
      assert.equal(client.asked.searchParams.get('resource'), server.url);
    });
    it('lists the tools', () => listsTheTools(client));
    it('runs a query', () => queries(client));
    it('can not write by a query', () => canNotWriteByQuerying(client));
    it('is refused a write, with every scope that the write needs', async () => {
      const refusal = await client.callTool(...CHANGE_NOTHING).then(assert.fail, error => error);
      assert.ok(refusal instanceof InsufficientScopeError, String(refusal));
      assert.deepEqual(refusal.requiredScope.split(' ').sort(), ['db:read', 'db:write']);
    });
    it('is signed in after a restart', async () => {
      assert.equal(await reconnect(), false);
      await queries(client);
    });
    it('steps up, writes and reads back', async () => {
      await writesAndReadsBack(client, args => client.callToolSteppingUp('change', args));
      assert.deepEqual(client.asked.searchParams.get('scope').split(' ').sort(), ['db:read', 'db:write']);
    });
    it('keeps its tokens when the server restarts', async () => {
      assert.equal(await server.stop(), 143);
      await server.start();
      assert.equal(await reconnect(), false);
      await writesAndReadsBack(client);
    });
  });
}
