// Shows that the comparison of servers works in each of its parts: rows of ours and of a peer, and no wrong answer, which would have ended it.
// No time is looked at. `node .ci/benchmarks/run.mjs`, after `mvn package`.
import { fileURLToPath } from 'node:url';
import { run } from '../lib/processes.mjs';

const LIMIT_MS = 840_000; // two minutes where nothing else runs, twice that beside other checks
const RUN = fileURLToPath(new URL('../../examples/benchmarks/peers/run.mjs', import.meta.url));
/** Rows that each part has to have at least, by how they begin; what has no peer is compared with itself. */
const ROWS = {
  w1: ['ours, opaque', 'oidc-provider, opaque'],
  w2: ['ours, open', 'TypeScript SDK 2.x'],
  w3: ['ours, subscriptions/listen', 'TypeScript SDK 2.x, listen'],
  start: ['ours: example server with its database', 'oidc-provider'],
  hostile: ['tools/call, opaque token, 10 % hostile', 'token, refresh, 10 % hostile'],
  connections: ['client credentials', 'registration'],
};

const { code, stdout, stderr } = await run(process.execPath, [RUN, '--quick'], { timeoutMs: LIMIT_MS });
console.log(stdout + stderr);
const parts = Object.fromEntries(stdout.split(/^## /m).slice(1).map(text => [text.split('\n')[0], text]));
const missing = Object.entries(ROWS).flatMap(([part, rows]) => rows.filter(row => !parts[part]?.includes(`\n| ${row} | `)).map(row => `${part}: ${row}`));
const absurd = Object.entries(parts).filter(([, text]) => /NaN|Infinity|undefined/.test(text)).map(([part]) => `${part}: no number`);
for (const problem of [...missing, ...absurd]) console.log(`PROBLEM ${problem}`);
console.log(`benchmarks: ${Object.keys(parts).length} parts`);
if (code !== 0 || missing.length || absurd.length) process.exitCode = 1;
