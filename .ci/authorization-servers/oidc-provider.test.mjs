// npm oidc-provider issues the tokens, a server on @modelcontextprotocol/server 2 takes them, Chromium is the browser.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { workFolder } from '../lib/database-server.mjs';
import { stopAll, until } from '../lib/processes.mjs';
import { BridgedHost, CHROMIUM } from './bridge.mjs';
import { OidcProvider } from './oidc-provider.mjs';
import { signIn } from './person.mjs';
import { ProtectedServer } from './protected-server.mjs';

const ADA = { name: 'ada', password: 'anything' };
let folder, provider, server, host;
before(async () => {
  folder = await workFolder('oidc-provider');
  provider = await OidcProvider.start();
  server = await ProtectedServer.start(provider.trust);
});
after(async () => {
  await host?.close();
  server?.close();
  provider?.close();
  await stopAll();
});

describe('npm oidc-provider', () => {
  it('registers, pushes its request, signs in with Chromium and calls a tool', async () => {
    host = await BridgedHost.start(path.join(folder, 'code'), server.url, { account: ADA, env: { BROWSER: CHROMIUM } });
    const { sub, aud } = await host.whoami();
    assert.equal(sub, 'ada');
    assert.equal(aud, server.url);
    assert.equal(provider.granted('authorization_code'), 1);
    assert.equal(provider.requests.filter(request => request.startsWith('POST /request 201')).length, 1);
    assert.deepEqual(await host.onlySignIn(), { title: 'Signed in', at: '127.0.0.1' });
  });
  it('refreshes a token that the resource refuses', async () => {
    server.refuseWhatCame();
    await host.whoami();
    assert.equal(provider.granted('refresh_token'), 1);
    assert.equal((await host.signIns()).length, 1);
  });
  it('is signed in after a restart, with the rotated refresh token', async () => {
    await host.close();
    server.refuseWhatCame();
    await host.again();
    await host.whoami();
    assert.equal(provider.granted('refresh_token'), 2);
    assert.equal((await host.signIns()).length, 1);
  });
  it('revokes its tokens when it signs out', async () => {
    await host.close();
    const { code, stdout, stderr } = await host.command('logout');
    assert.equal(code, 0, stdout + stderr);
    assert.ok(provider.requests.some(request => request.startsWith('POST /token/revocation 200')));
  });

  it('signs in on another device', async () => {
    const own = path.join(folder, 'device');
    const person = enterTheCode(path.join(own, 'bridge.log'));
    host = await BridgedHost.start(own, server.url, { account: ADA, flags: ['--device-code'] });
    await person;
    assert.equal((await host.whoami()).sub, 'ada');
    assert.equal(provider.granted('urn:ietf:params:oauth:grant-type:device_code'), 1);
    assert.deepEqual(await host.signIns(), []);
  });
});

/** Opens the page that the bridge prints. */
async function enterTheCode(log) {
  const printed = async () => /entered already, at: (\S+)/.exec(await readFile(log, 'utf8'))?.[1];
  return signIn(await until('the page for the other device', printed), ADA);
}
