// kill -9 during traffic and a restart: what the server acknowledged is still there.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { ACCOUNT, DatabaseServer, workFolder } from '../lib/database-server.mjs';
import { freePort, stopAll, until } from '../lib/processes.mjs';
import { PublicClient } from '../lib/public-client.mjs';
import { UserAgent } from '../lib/user-agent.mjs';

const WORKERS = 4;
const ACKNOWLEDGEMENTS = 60;

let server;
before(async () => (server = await DatabaseServer.start(await workFolder('crash'))));
after(stopAll);

/** Goes on until the server is gone; what it knows is what the server acknowledged. */
async function traffic(known) {
  known.client = await PublicClient.register(server, `http://127.0.0.1:${await freePort()}/callback`, 'crash test');
  known.tokens = await known.client.signIn(new UserAgent(ACCOUNT));
  for (known.rotations = 0; ; known.rotations++) {
    known.tokens = await known.client.refresh(known.tokens.refresh_token);
  }
}

async function ping({ access_token: token }) {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
  };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'crash test', version: '1' } };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  const response = await fetch(server.url, { method: 'POST', headers, body });
  await response.body?.cancel();
  return response.status;
}

it('loses no acknowledged registration, grant or token', async () => {
  const workers = Array.from({ length: WORKERS }, () => ({ rotations: 0 }));
  const ends = workers.map(known => traffic(known).catch(error => (known.end = error)));
  const busy = () => workers.every(({ rotations }) => rotations > 0);
  const enough = () => workers.reduce((sum, { rotations }) => sum + rotations, 0) >= ACKNOWLEDGEMENTS;
  await until('traffic', () => workers.some(({ end }) => end) || (busy() && enough()), 60_000);
  assert.deepEqual(workers.filter(({ end }) => end), [], 'no worker stopped before the crash');
  await server.kill();
  await Promise.all(ends);
  await server.start();

  for (const { client, tokens } of workers) {
    assert.equal(await ping(tokens), 200, 'the last access token opens the resource');
    const login = await fetch(client.authorizationRequest().url, { redirect: 'manual' });
    await login.body?.cancel();
    assert.ok(login.status < 400, 'the registration is known');
    // The answer to a rotation may have been lost in the crash: then the same answer is replayed, and not a reuse.
    const renewed = await client.refresh(tokens.refresh_token);
    assert.equal(await ping(renewed), 200, 'the grant goes on');
  }
});
