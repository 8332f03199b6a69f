// Bars as SVG, one element a line, so that a change of the figures can be read in a diff.
const ROW = 26;
const LABEL = 290;
const WIDTH = 860;
const TOP = 40;

/** Bars for pairs of a name and a value; those of ours are filled. The text beside a bar is its value. */
export function bars(title, rows, show = String) {
  const scale = (WIDTH - LABEL - 90) / Math.max(...rows.map(([, value]) => value));
  const bar = ([name, value], index) => {
    const y = TOP + index * ROW;
    const width = Math.max(1, value * scale).toFixed(0);
    return [
      `  <text x="${LABEL - 8}" y="${y + 14}" text-anchor="end">${name}</text>`,
      `  <rect x="${LABEL}" y="${y}" width="${width}" height="18" fill="${name.startsWith('ours') ? '#1f6f54' : '#9aa5ad'}"/>`,
      `  <text x="${LABEL + Number(width) + 6}" y="${y + 14}">${show(value)}</text>`,
    ].join('\n');
  };
  return `${open(TOP + rows.length * ROW + 8, title)}\n${rows.map(bar).join('\n')}\n</svg>\n`;
}

/** Lines over time, each scaled to its own largest value: `series` are a name and values. */
export function lines(title, series, seconds) {
  const colours = ['#1f6f54', '#b4541a', '#2f5fa5', '#8a3d8f', '#6b6b1f'];
  const height = 240;
  const drawn = series.map(([name, values], index) => {
    const top = Math.max(...values, 1);
    const points = values.map((value, at) =>
      `${(20 + (at * 560) / Math.max(1, values.length - 1)).toFixed(0)},${(TOP + 180 - (value / top) * 170).toFixed(0)}`);
    return [
      `  <polyline points="${points.join(' ')}" fill="none" stroke="${colours[index]}" stroke-width="1.5"/>`,
      `  <text x="592" y="${TOP + 14 + index * 22}" fill="${colours[index]}">${name}, most ${top.toLocaleString('en-US')}</text>`,
    ].join('\n');
  });
  return `${open(height, title)}\n${drawn.join('\n')}\n  <text x="20" y="${TOP + 196}">0 to ${Math.round(seconds / 60)} minutes</text>\n</svg>\n`;
}

const open = (height, title) => [
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="13" role="img">`,
  `  <title>${title}</title>`,
  `  <rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
  `  <text x="12" y="22" font-weight="bold">${title}</text>`,
].join('\n');
