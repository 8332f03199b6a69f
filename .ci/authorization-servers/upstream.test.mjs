// Our authorization server leaves the sign-in to npm oidc-provider; Chromium is the browser, a client by the book gets our tokens.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/chromium.mjs';
import { CallbackListener } from '../lib/callback-listener.mjs';
import { workFolder } from '../lib/database-server.mjs';
import { freePort, start, stopAll, untilServing } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';
import { PublicClient } from '../lib/public-client.mjs';
import { OidcProvider } from './oidc-provider.mjs';

const SOURCE = fileURLToPath(new URL('upstream/UpstreamServer.java', import.meta.url));
const SECRET = 'a secret between two servers';
const SECONDS_TO_REFRESH = 32; // the server refreshes what has half a minute left

let provider, issuer, listener, client, browser;

before(async () => {
  const folder = await workFolder('upstream');
  const port = await freePort();
  issuer = `http://localhost:${port}`;
  provider = await OidcProvider.start({
    issueRefreshToken: () => true,
    ttl: { AccessToken: SECONDS_TO_REFRESH, RefreshToken: 3600, Grant: 3600, Session: 3600, Interaction: 3600, IdToken: 600 },
    clients: [
      {
        client_id: 'our-server',
        client_secret: SECRET,
        redirect_uris: [`${issuer}/authorize/upstream/other`],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
  });
  const classpath = jar('database-server/target/database-server.jar');
  const server = start(JAVA, ['-cp', classpath, SOURCE, String(port), provider.issuer, 'our-server', SECRET], {
    log: path.join(folder, 'server.log'),
  });
  await untilServing(`${issuer}/.well-known/oauth-authorization-server`, server);
  listener = await CallbackListener.open();
  client = await PublicClient.register({ issuer, url: `${issuer}/me` }, listener.redirectUri, 'Notebook');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  listener?.close();
  provider?.close();
  await stopAll();
});

const button = (page, name) => page.getByRole('button', { name });

async function atTheOther(page) {
  await button(page, 'Continue with The other').click();
  await page.locator('input[name=login]').fill('ada');
  await page.locator('input[name=password]').fill('anything');
  await button(page, /sign.?in/i).click();
  await button(page, /continue/i).click();
}

async function open(url) {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  return page;
}

const me = token => fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${token}` } });

describe('sign-in at npm oidc-provider', () => {
  it('gives our own tokens, and tools the token of the provider, refreshed once for all who want it', async () => {
    const { url, state, verifier } = client.authorizationRequest('me');
    const page = await open(url);
    assert.equal(await page.locator('input[type=password]').count(), 0);
    await atTheOther(page);
    const callback = await listener.during(async () => {
      await page.getByText('Signed in as ada').waitFor();
      await button(page, 'Allow').click();
    });
    assert.equal(callback.get('state'), state);
    assert.equal(callback.get('iss'), issuer);
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code: callback.get('code'),
      code_verifier: verifier,
      redirect_uri: client.redirectUri,
      client_id: client.clientId,
    });
    const { access_token: token } = await (await fetch(client.metadata.token_endpoint, { method: 'POST', body })).json();
    const known = await (await me(token)).json();
    assert.equal(known.subject, `${provider.issuer}|ada`);
    assert.equal(known.there.sub, 'ada');
    await new Promise(resolve => setTimeout(resolve, 3000)); // until less than half a minute is left
    const before = provider.granted('refresh_token');
    const answers = await Promise.all(Array.from({ length: 8 }, () => me(token)));
    assert.deepEqual(answers.map(answer => answer.status), Array(8).fill(200));
    assert.equal(provider.granted('refresh_token'), before + 1);
  });

  it('can be cancelled there, tried again, and cancelled here', async () => {
    const { url } = client.authorizationRequest('me');
    const page = await open(url);
    await button(page, 'Continue with The other').click();
    await page.getByText(/cancel/i).first().click();
    await page.getByRole('alert').getByText('cancelled').waitFor();
    await atTheOther(page);
    await button(page, 'Allow').waitFor();
    const callback = await listener.during(() => button(page, 'Deny').click());
    assert.equal(callback.get('error'), 'access_denied');
  });
});
