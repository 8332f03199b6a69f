// Just enough HTML to act on a page as a browser without script would: its forms, with their fields and buttons.
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const ATTRIBUTE = /([a-z][a-z0-9-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi;
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function decode(text) {
  return text.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, name) => {
    if (name[0] !== '#') return ENTITIES[name.toLowerCase()] ?? whole;
    return String.fromCodePoint(/^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1)));
  });
}

export const text = html => decode(html.replace(TAG, ' ')).replace(/\s+/g, ' ').trim();

export const title = html => text(/<title>([^]*?)<\/title>/i.exec(html)?.[1] ?? '');

/** The forms of a page: method, action, successful fields by default, editable fields and the buttons that submit. */
export function forms(html) {
  return [...html.matchAll(/<form\b((?:[^>"']|"[^"]*"|'[^']*')*)>([^]*?)<\/form>/gi)].map(([, head, body]) => {
    const { method = 'get', action = '' } = attributes(head);
    return { method: method.toUpperCase(), action, ...controls(body) };
  });
}

function controls(body) {
  const fields = [];
  const buttons = [];
  for (const match of body.matchAll(TAG)) {
    const [whole, closing, tag, rest] = match;
    if (closing) continue;
    const found = attributes(rest);
    if (tag.toLowerCase() === 'input') {
      const type = found.type ?? 'text';
      if (type === 'submit') buttons.push({ ...found, label: found.value ?? '' });
      else fields.push({ ...found, type, value: found.value ?? (type === 'checkbox' ? 'on' : '') });
    } else if (tag.toLowerCase() === 'button' && (found.type ?? 'submit') === 'submit') {
      const after = body.slice(match.index + whole.length);
      buttons.push({ ...found, label: text(after.slice(0, after.search(/<\/button>/i))) });
    }
  }
  return { fields, buttons };
}

function attributes(source) {
  const found = {};
  for (const [, name, double, single, bare] of source.matchAll(ATTRIBUTE)) {
    found[name.toLowerCase()] ??= decode(double ?? single ?? bare ?? '');
  }
  return found;
}
