// Prints which invariant of docs/stores.md held on which store, from what the contract suite noted while it ran, and
// fails if one did not hold, was not tried anywhere where it could be, or a store is missing.
//   node .ci/stores/table.mjs invariants.tsv
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** The stores that have to pass, by the name of their test class. */
export const STORES = new Map([
  ['InMemoryOAuthStoreTest', 'memory'],
  ['JdbcOAuthStoreH2MemoryTest', 'H2 memory'],
  ['JdbcOAuthStoreH2FileTest', 'H2 file'],
  ['JdbcOAuthStoreSqliteTest', 'SQLite'],
  ['JdbcOAuthStorePostgresTest', 'PostgreSQL'],
  ['JdbcOAuthStoreMariaDbTest', 'MariaDB'],
  ['RedisOAuthStoreJedisTest', 'Redis (Jedis)'],
  ['RedisOAuthStoreLettuceTest', 'Redis (Lettuce)'],
]);
export const INVARIANTS = Array.from({ length: 22 }, (_, i) => String(i + 1));

/** Counts per store and invariant, from lines of store, invariant and outcome. */
export function read(tsv) {
  const counts = new Map();
  for (const line of tsv.split('\n').filter(Boolean)) {
    const [store, invariant, outcome] = line.split('\t');
    const key = `${store} ${invariant}`;
    const count = counts.get(key) ?? { passed: 0, failed: 0, skipped: 0 };
    count[outcome] += 1;
    counts.set(key, count);
  }
  return counts;
}

/** What is wrong with these counts. */
export function problems(counts) {
  const found = [];
  for (const [test, store] of STORES) {
    for (const invariant of INVARIANTS) {
      const count = counts.get(`${test} ${invariant}`);
      if (!count || count.passed === 0) found.push(`invariant ${invariant} was not tried on ${store}`);
      else if (count.failed > 0) found.push(`invariant ${invariant} does not hold on ${store}`);
    }
  }
  return found;
}

/** One row per store: how many tests of each invariant passed; an x where one failed, a + where some did not apply. */
export function table(counts) {
  const cell = count => (!count ? '-' : count.failed ? 'x' : `${count.passed}${count.skipped ? '+' : ''}`);
  const rows = [...STORES].map(([test, store]) =>
    store.padEnd(16) + INVARIANTS.map(n => cell(counts.get(`${test} ${n}`)).padStart(4)).join(''));
  return ['store/invariant '.padEnd(16) + INVARIANTS.map(n => n.padStart(4)).join(''), ...rows];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const counts = read(readFileSync(process.argv[2], 'utf8'));
  for (const row of table(counts)) console.log(`| ${row}`);
  console.log('| tests that passed; +: others did not apply to what the store claims to be; x: failed; -: none');
  const found = problems(counts);
  for (const problem of found) console.log(`PROBLEM ${problem}`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
