// Our own authorization server, strict as it comes, with Chromium as the browser of the loopback sign-in.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, it } from 'node:test';
import { ACCOUNT, DatabaseServer, workFolder } from '../lib/database-server.mjs';
import { stopAll } from '../lib/processes.mjs';
import { BridgedHost, CHROMIUM } from './bridge.mjs';

let host;
after(async () => {
  await host?.close();
  await stopAll();
});

it('signs in at our own server with Chromium and lists the tools', async () => {
  const folder = await workFolder('own-server');
  const server = await DatabaseServer.start(folder);
  host = await BridgedHost.start(path.join(folder, 'host'), server.url, { account: ACCOUNT, env: { BROWSER: CHROMIUM } });
  assert.ok((await host.listTools()).length > 0);
  assert.deepEqual(await host.onlySignIn(), { title: 'Signed in', at: '127.0.0.1' });
});
