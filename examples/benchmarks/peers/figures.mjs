// Medians and what surrounds them.
export const sorted = values => [...values].sort((a, b) => a - b);
export const median = values => sorted(values)[values.length >> 1];
export const of = (rounds, key) => median(rounds.map(round => round[key]));
export const least = (rounds, key) => Math.min(...rounds.map(round => round[key]));
export const most = (rounds, key) => Math.max(...rounds.map(round => round[key]));

/** A number with as many digits as it can bear. */
export const number = value => (value >= 100 ? Math.round(value).toLocaleString('en-US') : value >= 10 ? value.toFixed(1) : value.toFixed(2));
export const spread = (rounds, key) => `${number(of(rounds, key))} [${number(least(rounds, key))} .. ${number(most(rounds, key))}]`;

/** A table of Markdown. */
export const table = (head, rows) => [head, head.map((_, column) => (column ? '---:' : '---')), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
