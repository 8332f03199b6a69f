// The login and consent pages of the running example in a real browser, as a person with and without a mouse uses them.
import assert from 'node:assert/strict';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ACCOUNT } from '../lib/database-server.mjs';
import { isAccessible, reflows, showsTheFocus } from './accessibility.mjs';
import { allow, onStage, passwordField, signIn } from './stage.mjs';

const CLIENT = 'Notebook <on the desk>';

let folder, server, listener, browser, client;
onStage('browser', CLIENT, parts => ({ folder, server, listener, browser, client } = parts));

const nameField = page => page.getByLabel(/name|account|user/i);
const deny = page => page.getByRole('button', { name: /deny|cancel|refuse/i });

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

async function tabTo(page, target, mostStops = 12) {
  for (let stop = 0; stop < mostStops; stop++) {
    if (await target.evaluate(element => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail('not reached with the Tab key');
}
