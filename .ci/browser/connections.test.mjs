// Connected applications and answers by form, in a real browser, as a person with and without a mouse uses them.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { PublicClient } from '../lib/public-client.mjs';
import { isAccessible, reflows, showsTheFocus } from './accessibility.mjs';
import { allow, onStage, passwordField, signIn } from './stage.mjs';

const CLIENT = 'Notebook <on the desk>';

let folder, server, listener, browser, client;
onStage('connections', CLIENT, parts => ({ folder, server, listener, browser, client } = parts));


function isTheAnswerTo(request, callback) {
  assert.equal(callback.get('state'), request.state);
  assert.equal(callback.get('iss'), server.issuer);
}

describe('connected applications', () => {
  const items = page => page.getByRole('listitem');
  const disconnect = page => page.getByRole('button', { name: 'Disconnect', exact: true });
  const connections = () => `${server.issuer}/connections`;
  let context;
  let page;
  let complaints;

  async function open(options) {
    context = await browser.newContext({ viewport: { width: 900, height: 900 }, ...options });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    complaints = [];
    page.on('console', message => complaints.push(message.text()));
    await page.goto(connections());
    await signIn(page);
    await page.getByRole('heading', { name: 'Connected applications' }).waitFor();
  }

  async function connect() {
    const request = client.authorizationRequest();
    const callback = await listener.during(async () => {
      await page.goto(request.url);
      await allow(page).click();
    });
    assert.ok(callback.get('code'));
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code: callback.get('code'),
      code_verifier: request.verifier,
      redirect_uri: client.redirectUri,
      client_id: client.clientId,
    });
    const response = await fetch(client.metadata.token_endpoint, { method: 'POST', body });
    await page.goto(connections());
    return (await response.json()).refresh_token;
  }

  const refreshed = token =>
    fetch(client.metadata.token_endpoint, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, client_id: client.clientId }),
    });

  afterEach(() => context.close());

  for (const javaScriptEnabled of [true, false]) {
    it(`are shown and disconnected, ${javaScriptEnabled ? 'script allowed' : 'no script'}`, async () => {
      await open({ javaScriptEnabled });
      const token = await connect();
      const before = await items(page).count();
      const shown = await items(page).first().innerText();
      for (const fact of [CLIENT, 'db:read', new URL(listener.redirectUri).host, 'nobody has checked']) {
        assert.ok(shown.includes(fact), `${fact} in: ${shown}`);
      }
      if (javaScriptEnabled) {
        await isAccessible(page);
        await reflows(page);
        await page.emulateMedia({ colorScheme: 'dark' });
        await isAccessible(page);
      }
      await page.screenshot({ path: path.join(folder, `connections-${javaScriptEnabled}.png`), fullPage: true });
      while ((await items(page).count()) > 0) {
        await disconnect(page).first().click();
        await page.getByRole('status').waitFor();
      }
      assert.ok(before > 0);
      const refusal = await refreshed(token);
      assert.equal(refusal.status, 400);
      assert.equal((await refusal.json()).error, 'invalid_grant');
      assert.deepEqual(complaints, []);
    });
  }

  it('are worked by keyboard alone, to the sign-out that disconnects everything', async () => {
    await open();
    const token = await connect();
    await tabTo(page, disconnect(page).first());
    await showsTheFocus(page);
    await tabTo(page, page.getByRole('checkbox'), 40);
    await page.keyboard.press('Space');
    await tabTo(page, page.getByRole('button', { name: 'Sign out' }));
    await showsTheFocus(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
    await isAccessible(page);
    assert.equal((await refreshed(token)).status, 400);
    await page.goto(connections());
    await passwordField(page).waitFor();
    assert.deepEqual(complaints, []);
  });
});

describe('an answer by form', () => {
  it('reaches the client when the person sends it', async () => {
    let taken;
    const arrived = new Promise(resolve => (taken = resolve));
    const taker = createServer((incoming, response) => {
      let body = '';
      incoming.on('data', chunk => (body += chunk));
      incoming.on('end', () => {
        response.setHeader('content-type', 'text/html').end('<title>taken</title>');
        if (incoming.method === 'POST') taken({ form: new URLSearchParams(body), origin: incoming.headers.origin });
      });
    });
    await new Promise(resolve => taker.listen(0, '127.0.0.1', resolve));
    const context = await browser.newContext({ javaScriptEnabled: false });
    try {
      const redirectUri = `http://127.0.0.1:${taker.address().port}/cb`;
      const formClient = await PublicClient.register(server, redirectUri, 'Form taker');
      const { url, state } = formClient.authorizationRequest();
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      await page.goto(`${url}&response_mode=form_post`);
      await signIn(page);
      await allow(page).click();
      await page.getByRole('button', { name: /continue to 127\.0\.0\.1/i }).click();
      const { form, origin } = await arrived;
      assert.ok(form.get('code'));
      isTheAnswerTo({ state }, form);
      assert.equal(origin, server.issuer);
    } finally {
      await context.close();
      taker.close();
      taker.closeAllConnections();
    }
  });
});

async function tabTo(page, target, mostStops = 12) {
  for (let stop = 0; stop < mostStops; stop++) {
    if (await target.evaluate(element => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail('not reached with the Tab key');
}
