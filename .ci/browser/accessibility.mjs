// What anybody must be able to do with a page: axe's WCAG A and AA rules, a narrow window, a focus that shows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No finding of axe, contrast included, in the light and in the dark colour scheme. */
export async function isAccessible(page) {
  await page.evaluate(AXE); // as the debugger's script, which the page's own policy does not concern
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(rules => globalThis.axe.run({ runOnly: rules }), RULES);
    const findings = violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`);
    assert.deepEqual(findings, [], `findings in the ${colorScheme} colour scheme`);
  }
  await page.emulateMedia({ colorScheme: null });
}

/** Nothing is cut off and nothing scrolls sideways at 320 CSS pixels (WCAG 1.4.10). */
export async function reflows(page) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.setViewportSize(before);
  assert.equal(overflow, 0, 'pixels beyond a window of 320');
}

/** The element that has the focus shows it (WCAG 2.4.7). */
export async function showsTheFocus(page) {
  const style = await page.evaluate(() => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
    return { outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0, shadowed: boxShadow !== 'none' };
  });
  assert.ok(style.outlined || style.shadowed, 'the focused element looks like any other');
}
