// Our own bridge, started as stdio hosts of both eras start it, against the running example.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { JAVA, jar } from '../lib/project.mjs';
import { writesAndReadsBack } from './database.mjs';
import { runningExample, signsInThroughABridge } from './stdio-bridge.mjs';
import { StdioHost } from './stdio-host.mjs';

const example = runningExample('bridge');

for (const [era, mode] of [['session', 'legacy'], ['stateless', { pin: '2026-07-28' }]]) {
  describe(`mcp-oauth-bridge, a host of the ${era} era`, () => {
    const host = signsInThroughABridge(example, era, own => {
      const bridge = ['-jar', jar('bridge/target/mcp-oauth-bridge.jar'), example.server.url];
      const flags = ['--state-dir', path.join(own, 'state'), '--key-source', 'file', '--debug'];
      return new StdioHost(own, mode).connect(JAVA, [...bridge, ...flags]);
    });

    it('is signed in after the server restarts', async () => {
      assert.equal(await example.server.stop(), 143);
      await example.server.start();
      await writesAndReadsBack(host());
      assert.equal((await host().signIns()).length, 2);
    });
  });
}
