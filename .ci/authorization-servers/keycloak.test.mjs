// Keycloak from Maven Central: a public client that was set up beforehand, PKCE required, any loopback port.
import assert from 'node:assert/strict';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { workFolder } from '../lib/database-server.mjs';
import { freePort, run, start, stopAll, until } from '../lib/processes.mjs';
import { BridgedHost } from './bridge.mjs';
import { ProtectedServer } from './protected-server.mjs';

const VERSION = '26.7.3';
const ADA = { name: 'ada', password: 'correct horse' };
let folder, issuer, server, host;

before(async () => {
  folder = await workFolder('keycloak');
  const unpack = ['org.apache.maven.plugins:maven-dependency-plugin:3.11.0:unpack', '-B', '-ntp', '-q'];
  const what = [`-Dartifact=org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`, `-DoutputDirectory=${folder}`];
  const unpacked = await run('mvn', [...unpack, ...what], { cwd: folder });
  assert.equal(unpacked.code, 0, unpacked.stdout);
  const [port, management] = [await freePort(), await freePort()];
  issuer = `http://127.0.0.1:${port}/realms/company`;
  await startKeycloak(path.join(folder, `keycloak-${VERSION}`), port, management);
  server = await ProtectedServer.start({ issuer, jwks: `${issuer}/protocol/openid-connect/certs` });
}, { timeout: 500_000 }); // it downloads and starts slowly
after(async () => {
  await host?.close();
  server?.close();
  await stopAll();
});

async function startKeycloak(home, port, management) {
  await mkdir(path.join(home, 'data/import'), { recursive: true });
  await copyFile(fileURLToPath(new URL('keycloak-realm.json', import.meta.url)), path.join(home, 'data/import/realm.json'));
  const options = [`--http-host=127.0.0.1`, `--http-port=${port}`, `--http-management-port=${management}`, '--import-realm'];
  const log = path.join(folder, 'keycloak.log');
  start('sh', [path.join(home, 'bin/kc.sh'), 'start-dev', ...options], { log });
  await until('Keycloak', () => fetch(`${issuer}/.well-known/openid-configuration`).then(({ ok }) => ok), 400_000);
}

describe('Keycloak', () => {
  it('signs in and is asked for no session that outlives the sign-out', async () => {
    const flags = ['--static-oauth-client-info', JSON.stringify({ client_id: 'bridge', issuer }), '--scope', 'profile'];
    host = await BridgedHost.start(path.join(folder, 'host'), server.url, { account: ADA, flags });
    const { sub, scope } = await host.whoami();
    assert.ok(sub);
    assert.doesNotMatch(scope, /offline_access/);
    assert.equal((await host.onlySignIn()).status, 200);
  });
  it('refreshes a token that the resource refuses', async () => {
    server.refuseWhatCame();
    await host.whoami();
    assert.equal((await host.signIns()).length, 1);
  });
  it('signs out', async () => {
    await host.close();
    const { code, stdout, stderr } = await host.command('logout');
    assert.equal(code, 0, stdout + stderr);
  });
});
