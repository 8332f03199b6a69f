// What a bridge between stdio and HTTP is expected to do for its host, whoever wrote the bridge.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { DatabaseServer, workFolder } from '../lib/database-server.mjs';
import { stopAll } from '../lib/processes.mjs';
import { canNotWriteByQuerying, listsTheTools, queries, writesAndReadsBack } from './database.mjs';

/** The example server and a folder for all tests of one file; there as soon as the first of them runs. */
export function runningExample(name) {
  const example = {};
  before(async () => {
    example.folder = await workFolder(name);
    example.server = await DatabaseServer.start(example.folder);
  });
  after(stopAll);
  return example;
}

/**
 * The tests from the first sign-in to a restart, for a `describe`.
 * `start(own)` connects a host through a bridge that keeps its files in that folder. Answers how to get at the last host.
 */
export function signsInThroughABridge(example, name, start) {
  let host;
  const connect = async () => {
    const own = path.join(example.folder, name);
    await mkdir(own, { recursive: true });
    host = await start(own);
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
  return () => host;
}
