// A picture of a page as SVG: the boxes and lines of text where the browser laid them out. It is text, so it can be read,
// compared and kept in the documents, which a screenshot can not.

/** What differs from run to run, each as in the picture: ids, times, and the number of a flow. Lengths stay, so lines break alike. */
const FIXED = [
  [/public-[\w-]{43}/g, 'public-Zr4u7QmJx0vB2nKc8sTfWyHdGp1aLe5oXiUkNbM3qRs'],
  [/(?<=grant=)[\w-]{43}/g, 'mK7d2RzXw9sQe4TfYu1bNc6hVj0oPg3aLi8yBxWn5tE'],
  [/\d{4}-\d\d-\d\dT[\d:]+(\.\d+)?Z/g, '2026-07-28T09:00:00.123456Z'],
  [/(?<=transaction=)[\da-f]{8}/g, '1d13e532'],
  [/(?<=challenge=)[\da-f]{8}/g, '988185d1'],
  [/(?<=challenge_of_verifier=)[\da-f]{8}/g, '3fdef4a2'],
  [/(?<=\[)[\da-f]{16}(?=\])/g, '0123456789abcdef'],
  [/(?<=^|\+)\d+ m?s\b/gm, 'T ms'],
  [/\(flow \d+\)/g, '(flow 7)'],
];

/** The text of a picture of the page, whatever a browser's fonts make of its lines. */
export const words = svg =>
  [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text.replace(/\s/g, '')).join('');

/** The page from its top to the bottom of the element `last`, after ids and times are made those of every run. */
export async function picture(page, title, last) {
  await page.emulateMedia({ colorScheme: 'light' });
  const { width, height, shapes } = await page.evaluate(layout, { fixed: FIXED.map(([{ source, flags }, to]) => [source, flags, to]), last });
  const lines = shapes.map(shape => `  ${shape}\n`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui,-apple-system,'Segoe UI',sans-serif" role="img">
  <title>${title}</title>
  <rect width="${width}" height="${height}" rx="8" fill="#fff" stroke="#767676"/>
${lines}</svg>
`;
}

/** In the page: its shapes, in the order in which they are painted. */
function layout({ fixed, last }) {
  const MARGIN = 16;
  const shapes = [];
  const round = number => Math.round(number * 10) / 10;
  const escape = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const visible = colour => !/^rgba\(.*, 0\)$|^transparent$/.test(colour);
  const hex = colour => '#' + colour.match(/\d+/g).slice(0, 3).map(part => (+part).toString(16).padStart(2, '0')).join('');
  const nodes = filter => {
    const found = [];
    const walker = document.createTreeWalker(document.querySelector('main'), filter);
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };

  let step = 0;
  for (const text of nodes(NodeFilter.SHOW_TEXT)) {
    for (const [source, flags, to] of fixed) text.data = text.data.replace(new RegExp(source, flags), to);
    text.data = text.data.replace(/T ms/g, () => `${[0, 1480, 1525][step++ % 3]} ms`);
  }
  const top = document.body.getBoundingClientRect().top;
  const bottom = document.querySelector(last).getBoundingClientRect().bottom;

  function box(element) {
    const { left, top: y, width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const at = `x="${round(left)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
    const [above, below] = ['Top', 'Bottom'].map(side => parseFloat(style[`border${side}Width`]));
    const fill = visible(style.backgroundColor) ? hex(style.backgroundColor) : 'none';
    const stroke = hex(style.borderBottomColor);
    if (above && below) shapes.push(`<rect ${at} rx="${parseFloat(style.borderRadius)}" fill="${fill}" stroke="${stroke}"/>`);
    else if (fill !== 'none') shapes.push(`<rect ${at} fill="${fill}"/>`);
    if (!above && below) shapes.push(`<path d="M${round(left)} ${round(y + height)}h${round(width)}" stroke="${stroke}"/>`);
  }

  const canvas = document.createElement('canvas').getContext('2d');
  function text(node) {
    const style = getComputedStyle(node.parentElement);
    canvas.font = style.font;
    const { fontBoundingBoxAscent } = canvas.measureText('x');
    for (const { words, left, top: y } of lines(node)) {
      const attributes = [`x="${round(left)}" y="${round(y + fontBoundingBoxAscent)}" font-size="${round(parseFloat(style.fontSize))}" fill="${hex(style.color)}"`];
      if (+style.fontWeight > 400) attributes.push(`font-weight="${style.fontWeight}"`);
      if (/monospace/.test(style.fontFamily)) attributes.push('font-family="monospace"');
      if (/underline/.test(style.textDecorationLine)) attributes.push('text-decoration="underline"');
      shapes.push(`<text ${attributes.join(' ')}>${escape(words.trimEnd())}</text>`);
    }
  }

  /** Character by character, as a line may break anywhere. */
  function lines(node) {
    const found = [];
    const range = document.createRange();
    for (let at = 0; at < node.length; at++) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const [rect] = [...range.getClientRects()].filter(({ width }) => width > 0);
      if (!rect) continue;
      const line = found.at(-1);
      if (line && Math.abs(line.top - rect.top) < 2) line.words += node.data[at];
      else found.push({ words: node.data[at], left: rect.left, top: rect.top });
    }
    return found;
  }

  for (const node of nodes(NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (element.getBoundingClientRect().top >= bottom) continue;
    if (element === node) box(node);
    else text(node);
  }
  return { width: document.documentElement.clientWidth, height: Math.ceil(bottom - top + MARGIN), shapes };
}
