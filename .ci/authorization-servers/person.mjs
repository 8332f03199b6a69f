// A person at Chromium who signs in wherever a page asks for it, and agrees.
import { launch } from '../browser/chromium.mjs';

const MOST_PAGES = 8;
const YES = /allow|approve|authorize|accept|continue|confirm|sign.?in|log.?in|yes/i;
const NAME = 'input:not([type=hidden], [type=password], [type=checkbox], [type=submit])';
const SLOWEST_PAGE = { timeout: 20_000 };

/** Opens the URL and does what the pages ask until they ask nothing more, or the browser has left their origin. */
export async function signIn(url, { name, password }) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(SLOWEST_PAGE.timeout);
    await page.goto(url);
    for (let count = 0; count < MOST_PAGES && new URL(page.url()).origin === new URL(url).origin; count++) {
      const yes = page.getByRole('button', { name: YES }).first();
      if (!(await yes.isVisible())) break;
      if (await page.locator('input[type=password]').count()) {
        await page.locator(NAME).first().fill(name);
        await page.locator('input[type=password]').first().fill(password);
      }
      const next = page.waitForEvent('load');
      await yes.click();
      await next;
    }
    return { title: await page.title(), at: new URL(page.url()).hostname };
  } finally {
    await browser.close();
  }
}
