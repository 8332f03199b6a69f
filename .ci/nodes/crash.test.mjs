// kill -9 of nodes and of their store at random moments under load, and then a check of everything that clients were told.
// NODES_CRASH_SECONDS sets the time per store, NODES_CRASH_SEED repeats the moments. With NODES_CRASH_UNSAFE=1 the stores
// acknowledge before they write, and the check must notice.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { stopAll } from '../lib/processes.mjs';
import { backends } from './backends.mjs';
import { Chaos, randomBy } from './chaos.mjs';
import { Cluster } from './cluster.mjs';
import { Journal, verify } from './journal.mjs';
import { Traffic } from './traffic.mjs';

const SECONDS = Number(process.env.NODES_CRASH_SECONDS ?? 20);
const SEED = Number(process.env.NODES_CRASH_SEED ?? Date.now() % 1_000_000);
const UNSAFE = process.env.NODES_CRASH_UNSAFE === '1';
const WORKERS = 10;
const FLAGS = ['--store-wait', '1s', '--store-timeout', '2s', '--store-connections', '8'];
// A client that retries may take a while, and is no thief for that.
FLAGS.push('--code-lifetime', '10m', '--code-replay-window', '10m', '--refresh-replay-window', '2h');
FLAGS.push('--replays-per-credential', '1000', '--registration-cap', '1000000');

for (const [name, Backend] of backends('postgresql', 'redis')) {
  describe(`three nodes on ${name}`, () => {
    let backend;
    let cluster;
    before(async () => {
      backend = await Backend.run(UNSAFE ? Backend.UNSAFE : []);
      cluster = await Cluster.start(backend, FLAGS);
    });
    after(async () => {
      cluster?.close();
      await stopAll();
      await backend?.close();
    });

    it('keep every promise when they and it are killed', { timeout: (SECONDS * 2 + 90) * 1000 }, async t => {
      const random = randomBy(SEED);
      const journal = new Journal();
      const traffic = new Traffic(cluster, journal, random);
      const chaos = new Chaos(cluster, () => journal.transitions, random);
      traffic.start(WORKERS);
      await chaos.during(SECONDS * 1000);
      await traffic.stop();
      const forks = await backend.forks();
      const questions = await verify(journal, cluster.ports);

      t.diagnostic(`${name}: checked ${journal.transitions} transitions (${journal.summary}) by ${questions} questions`);
      t.diagnostic(`${name}: seed ${SEED}, ${SECONDS} s, ${chaos}; ${traffic.interruptions} requests were sent again`);
      if (journal.violations.length) t.diagnostic(`${name}: ${journal.violations.length} violations: ${journal.violations[0]}`);
      if (UNSAFE) return assert.notDeepEqual(journal.violations, [], 'a store that loses writes has to be noticed');
      assert.deepEqual(journal.violations, []);
      assert.equal(forks, 0);
    });
  });
}
