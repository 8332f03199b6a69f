// The table of peers and eras: what passed of what was run, and what is wrong with it.
export const ERAS = ['2024-11-05 SSE', '2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28', 'stdio'];
export const PEERS = ['TS 1.x client', 'TS 2.x client', 'Java SDK client', 'TS 1.x server', 'TS 2.x server', 'Java SDK server'];

/**
 * Where there is nothing to run. TypeScript 1.x and the Java SDK 2.1.0 end at 2025-11-25. The TypeScript server 2.x has no transport of the
 * SSE era; the package for migration, `server-legacy`, is a frozen copy of that of 1.x.
 */
const NOT_SPOKEN = new Set([
  'TS 1.x client 2026-07-28', 'Java SDK client 2026-07-28', 'TS 1.x server 2026-07-28', 'Java SDK server 2026-07-28',
  'TS 2.x server 2024-11-05 SSE',
]);

const at = (cells, peer, era) => cells.get(`${peer} ${era}`) ?? [];
const passed = outcomes => outcomes.filter(({ failure }) => failure === undefined).length;

/** Outcomes by peer and era, from `{ peer, era, failure }` of each step. */
export function gather(outcomes) {
  const cells = new Map();
  for (const outcome of outcomes) {
    const key = `${outcome.peer} ${outcome.era}`;
    cells.set(key, [...(cells.get(key) ?? []), outcome]);
  }
  return cells;
}

/** One row per peer. */
export function table(cells) {
  const cell = (peer, era) => {
    const outcomes = at(cells, peer, era);
    return outcomes.length === 0 ? '-' : `${passed(outcomes)}/${outcomes.length}`;
  };
  const row = (name, columns) => name.padEnd(16) + columns.map((text, i) => text.padStart(ERAS[i].length + 2)).join('');
  return [row('peer/era', ERAS), ...PEERS.map(peer => row(peer, ERAS.map(era => cell(peer, era))))];
}

/** A cell that is missing, or should be, and each step that failed or was not run though it was planned. */
export function problems(cells, planned) {
  const found = [];
  for (const peer of PEERS) {
    for (const era of ERAS) {
      const outcomes = at(cells, peer, era);
      const spoken = !NOT_SPOKEN.has(`${peer} ${era}`);
      if (spoken && outcomes.length === 0) found.push(`${peer}, ${era}: nothing was run`);
      if (!spoken && outcomes.length > 0) found.push(`${peer}, ${era}: runs, but is listed as not spoken`);
      for (const { run, step, failure } of outcomes) {
        if (failure !== undefined) found.push(`${peer}, ${era}, ${run}: ${step}: ${failure}`);
      }
    }
  }
  const ran = new Set([...cells.values()].flat().map(({ run }) => run));
  for (const run of planned) if (!ran.has(run)) found.push(`${run}: nothing was run`);
  return found;
}
