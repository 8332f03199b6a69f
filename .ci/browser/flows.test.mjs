// The page of recent flows, in a real browser: what an operator reads of a sign-in that went wrong.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { ACCOUNT } from '../lib/database-server.mjs';
import { isAccessible, reflows } from './accessibility.mjs';
import { picture, words } from './picture.mjs';
import { onStage, signIn } from './stage.mjs';

const CLIENT = 'Notebook <script>document.title="owned"</script>';

let folder, server, listener, browser, client;
onStage('flows', CLIENT, parts => ({ folder, server, listener, browser, client } = parts), { args: ['--flow-operator', ACCOUNT.name] });

/** Where a picture goes: to the logs of the checks, if there are some. */
const left = name => path.join(process.env.CI_LOGS ?? folder, name);

/** The picture in the documents has the words of the page; if the page has changed, the one that is left here replaces it. */
async function isPictured(page) {
  const svg = await picture(page, 'The page of a sign-in that failed: where it stopped, the cause, the remedy and each step', '.wide');
  await writeFile(left('flow-page.svg'), svg);
  const kept = await readFile(new URL('../../docs/flow-page.svg', import.meta.url), 'utf8');
  assert.equal(words(kept), words(svg), `docs/flow-page.svg is not of this page: copy ${left('flow-page.svg')} there`);
}

/** A sign-in whose code meets the verifier of another one that began after it. */
async function crossed(page) {
  const [mine, other] = [client.authorizationRequest(), client.authorizationRequest()];
  await page.goto(other.url);
  const callback = await listener.during(async () => {
    await page.goto(mine.url);
    await page.getByRole('button', { name: /allow/i }).click();
  });
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: callback.get('code'),
    code_verifier: other.verifier,
    redirect_uri: client.redirectUri,
    client_id: client.clientId,
  });
  const response = await fetch(client.metadata.token_endpoint, { method: 'POST', body });
  assert.equal(response.status, 400);
  return { answer: await response.json(), correlation: response.headers.get('x-correlation-id'), secrets: [callback.get('code'), other.verifier] };
}

describe('recent flows', () => {
  it('are not for who is not signed in', async () => {
    const answer = await fetch(`${server.issuer}/flows`, { redirect: 'manual' });
    assert.equal(answer.status, 303);
    assert.equal(await answer.text(), '');
  });

  it('arrive while the page is open, and hostile names as text', async () => {
    const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const complaints = [];
      page.on('console', message => complaints.push(message.text()));
      let loads = 0;
      page.on('load', () => loads++);
      await page.goto(`${server.issuer}/flows`);
      await signIn(page);
      await page.getByRole('status').getByText('Live.').waitFor();
      const before = loads;

      const refused = async clientId => {
        const url = `${server.issuer}/authorize?${new URLSearchParams({ response_type: 'code', client_id: clientId })}`;
        assert.equal((await fetch(url)).status, 400);
      };
      await refused('<img src=x onerror=alert(1)>');
      const row = page.getByRole('row').filter({ hasText: '<img src=x onerror=alert(1)>' });
      await row.waitFor();
      assert.match(await row.innerText(), /REFUSED client\.unknown/);
      assert.equal(await page.locator('main img').count(), 0);
      await isAccessible(page);
      await reflows(page);

      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText('Paused.').waitFor();
      await refused('while-paused');
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByRole('row', { name: /while-paused/ }).getByRole('link').waitFor();
      assert.equal(loads, before, 'the page was not loaded again');
      await page.getByRole('row', { name: /while-paused/ }).getByRole('link').click();
      await page.getByText('Stopped: client.unknown').waitFor();
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });

  it('are followed by nobody who is not signed in', async () => {
    const answer = await fetch(`${server.issuer}/flows/live`);
    assert.equal(answer.status, 403);
    assert.equal((await answer.json()).error, 'access_denied');
  });

  for (const javaScriptEnabled of [true, false]) {
    it(`say why a sign-in failed, ${javaScriptEnabled ? 'script allowed' : 'no script'}`, async () => {
      const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1000, height: 900 } });
      try {
        const page = await context.newPage();
        page.setDefaultTimeout(15_000);
        const complaints = [];
        page.on('console', message => complaints.push(message.text()));
        await page.goto(`${server.issuer}/flows`);
        await signIn(page);
        await page.getByRole('heading', { name: 'Recent flows' }).waitFor();
        const { answer, correlation, secrets } = await crossed(page);
        assert.equal(answer.error, 'invalid_grant');
        await page.goto(`${server.issuer}/flows`);
        if (javaScriptEnabled) {
          await isAccessible(page);
          await reflows(page);
        }
        await page.screenshot({ path: left(`flows-${javaScriptEnabled}.png`), fullPage: true });
        await page.getByRole('row', { name: /pkce\.verifier-mismatch/ }).first().getByRole('link').click();
        await page.getByText('Stopped: pkce.verifier-mismatch').waitFor();
        const text = await page.locator('main').innerText();
        for (const said of ['Two sign-ins crossed', 'Remedy', 'browser at /authorize', 'client at /token', correlation]) {
          assert.ok(text.includes(said), `${said} in: ${text}`);
        }
        const html = await page.content();
        for (const secret of secrets) assert.ok(!html.includes(secret));
        if (javaScriptEnabled) {
          await isAccessible(page);
          await reflows(page);
        }
        await page.screenshot({ path: left(`flow-${javaScriptEnabled}.png`), fullPage: true });
        assert.equal(await page.title(), 'Flow');
        if (javaScriptEnabled) await isPictured(page);
        assert.deepEqual(complaints, []);
      } finally {
        await context.close();
      }
    });
  }
});
