// The login and consent pages of the running example in a real browser, as a person with and without a mouse uses them.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { CallbackListener } from '../lib/callback-listener.mjs';
import { ACCOUNT, DatabaseServer, workFolder } from '../lib/database-server.mjs';
import { stopAll } from '../lib/processes.mjs';
import { PublicClient } from '../lib/public-client.mjs';
import { isAccessible, reflows, showsTheFocus } from './accessibility.mjs';
import { launch } from './chromium.mjs';

const CLIENT = 'Notebook <on the desk>';

let folder;
let server;
let listener;
let browser;
let client;

before(async () => {
  folder = await workFolder('browser');
  server = await DatabaseServer.start(folder);
  listener = await CallbackListener.open();
  client = await PublicClient.register(server, listener.redirectUri, CLIENT);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  listener?.close();
  await stopAll();
});

const nameField = page => page.getByLabel(/name|account|user/i);
const passwordField = page => page.getByLabel(/password/i);
const submit = page => page.getByRole('button', { name: /sign in|log in/i });
const allow = page => page.getByRole('button', { name: /allow|approve|authorize/i });
const deny = page => page.getByRole('button', { name: /deny|cancel|refuse/i });

async function signIn(page, password = ACCOUNT.password) {
  await nameField(page).fill(ACCOUNT.name);
  await passwordField(page).fill(password);
  await submit(page).click();
}

function isTheAnswerTo(request, callback) {
  assert.equal(callback.get('state'), request.state);
  assert.equal(callback.get('iss'), server.issuer);
}

for (const javaScriptEnabled of [true, false]) {
  describe(`sign-in pages, ${javaScriptEnabled ? 'script allowed' : 'no script'}`, () => {
    let context;
    let page;
    let complaints;
    let request;
    let answer;
    // axe cannot run where script is off; the pages are the same there
    const accessible = () => (javaScriptEnabled ? isAccessible(page) : undefined);
    const picture = name =>
      page.screenshot({ path: path.join(folder, `${name}${javaScriptEnabled ? '' : '-no-script'}.png`), fullPage: true });

    beforeEach(async () => {
      context = await browser.newContext({ javaScriptEnabled, viewport: { width: 900, height: 700 } });
      page = await context.newPage();
      page.setDefaultTimeout(15_000);
      complaints = [];
      page.on('console', message => complaints.push(message.text()));
      page.on('pageerror', error => complaints.push(error.message));
      request = client.authorizationRequest();
      answer = await page.goto(request.url);
    });
    afterEach(() => context.close());

    it('forbid script, framing, caching and a referrer', async () => {
      const headers = answer.headers();
      const policy = headers['content-security-policy'] ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.match(policy, /base-uri 'none'/);
      assert.match(policy, /form-action /);
      assert.doesNotMatch(policy, /script-src(?! 'none')/);
      assert.match(headers['cache-control'] ?? '', /no-store/);
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['x-content-type-options'], 'nosniff');
    });

    it('sign in and approve', async () => {
      await picture('login');
      const callback = await listener.during(async () => {
        await signIn(page);
        await picture('consent');
        await allow(page).click();
      });
      isTheAnswerTo(request, callback);
      assert.ok(callback.get('code'));
      assert.deepEqual(complaints, []);
    });

    it('say on the consent page who asks, for what, and where the answer goes', async () => {
      await signIn(page);
      const consent = await page.locator('main').innerText();
      for (const fact of [CLIENT, 'db:read', new URL(listener.redirectUri).host, ACCOUNT.name]) {
        assert.ok(consent.includes(fact), `${fact} in: ${consent}`);
      }
    });

    it('deny', async () => {
      const callback = await listener.during(async () => {
        await signIn(page);
        await deny(page).click();
      });
      isTheAnswerTo(request, callback);
      assert.equal(callback.get('error'), 'access_denied');
      assert.equal(callback.get('code'), null);
    });

    it('refuse a wrong password, say so, and take the right one afterwards', async () => {
      await signIn(page, 'not the password');
      await page.getByRole('alert').waitFor();
      await picture('wrong-password');
      await accessible();
      assert.equal(await passwordField(page).inputValue(), '');
      const callback = await listener.during(async () => {
        await signIn(page);
        await allow(page).click();
      });
      assert.ok(callback.get('code'));
    });

    it('work by keyboard alone, with a focus that shows', async () => {
      const callback = await listener.during(async () => {
        await tabTo(page, nameField(page));
        await page.keyboard.type(ACCOUNT.name);
        await tabTo(page, passwordField(page));
        await showsTheFocus(page);
        await page.keyboard.type(ACCOUNT.password);
        await page.keyboard.press('Enter');
        await allow(page).waitFor();
        await tabTo(page, allow(page));
        await showsTheFocus(page);
        await page.keyboard.press('Enter');
      });
      assert.ok(callback.get('code'));
    });

    it('are accessible and fit a narrow window', async () => {
      await accessible();
      await reflows(page);
      await signIn(page);
      await allow(page).waitFor();
      await accessible();
      await reflows(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await picture('consent-dark');
    });

    it('never redirect for an unknown client', async () => {
      const url = new URL(request.url);
      url.searchParams.set('client_id', 'nobody');
      const refusal = await page.goto(url.href);
      assert.equal(refusal.status(), 400);
      assert.equal(new URL(page.url()).origin, server.issuer);
      await accessible();
      await picture('unknown-client');
    });
  });
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
