// Spring Authorization Server: a client with a secret that was set up beforehand, PKCE required, a fixed redirect URI.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { workFolder } from '../lib/database-server.mjs';
import { freePort, run, start, stopAll, untilServing } from '../lib/processes.mjs';
import { JAVA } from '../lib/project.mjs';
import { BridgedHost } from './bridge.mjs';
import { ProtectedServer } from './protected-server.mjs';

const ADA = { name: 'ada', password: 'correct horse' };
const SPRING = fileURLToPath(new URL('spring', import.meta.url));
let folder, issuer, callback, server, host;

before(async () => {
  folder = await workFolder('spring');
  const built = await run('mvn', ['-B', '-ntp', '-q', '-f', SPRING, 'package']);
  assert.equal(built.code, 0, built.stdout);
  const port = await freePort();
  callback = await freePort();
  issuer = `http://127.0.0.1:${port}`;
  const args = ['-jar', path.join(SPRING, 'target/peer.jar'), ...settings(port)];
  const child = start(JAVA, args, { log: path.join(folder, 'spring.log') });
  await untilServing(`${issuer}/.well-known/oauth-authorization-server`, child);
  server = await ProtectedServer.start({ issuer, jwks: `${issuer}/oauth2/jwks`, scopes: ['mcp:read'], audience: 'bridge' });
});
after(async () => {
  await host?.close();
  server?.close();
  await stopAll();
});

function settings(port) {
  const root = 'spring.security.oauth2.authorizationserver';
  const client = `${root}.client.bridge`;
  return Object.entries({
    'server.port': port,
    'server.address': '127.0.0.1',
    'spring.security.user.name': ADA.name,
    'spring.security.user.password': ADA.password,
    [`${root}.issuer`]: issuer,
    [`${client}.require-proof-key`]: true,
    [`${client}.registration.client-id`]: 'bridge',
    [`${client}.registration.client-secret`]: '{noop}a secret: of % sorts',
    [`${client}.registration.client-authentication-methods`]: 'client_secret_basic',
    [`${client}.registration.authorization-grant-types`]: 'authorization_code,refresh_token',
    [`${client}.registration.redirect-uris`]: `http://127.0.0.1:${callback}/callback`,
    [`${client}.registration.scopes`]: 'mcp:read',
  }).map(([name, value]) => `--${name}=${value}`);
}

describe('Spring Authorization Server', () => {
  it('signs in as a client with a secret that has to be encoded', async () => {
    const client = JSON.stringify({ client_id: 'bridge', client_secret: 'a secret: of % sorts', issuer });
    const flags = [String(callback), '--static-oauth-client-info', client];
    host = await BridgedHost.start(path.join(folder, 'host'), server.url, { account: ADA, flags });
    assert.equal((await host.whoami()).sub, 'ada');
    assert.equal((await host.onlySignIn()).status, 200);
  });
  it('refreshes a token that the resource refuses', async () => {
    server.refuseWhatCame();
    assert.equal((await host.whoami()).sub, 'ada');
    assert.equal((await host.signIns()).length, 1);
  });
  it('signs out', async () => {
    await host.close();
    const { code, stdout, stderr } = await host.command('logout');
    assert.equal(code, 0, stdout + stderr);
  });
});
