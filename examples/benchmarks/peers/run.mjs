// Our servers beside those of others in one run: `node examples/benchmarks/peers/run.mjs [--quick] [--hostile] [--only w1,w2,w3,start,hostile,connections] [--out FILE]`,
// after `mvn package`. Each part takes turns among the systems; the server keeps to one core, the load generator to the other. Writes the tables
// between the marks of docs/performance.md, and the charts beside it; --quick only prints, and shows that all of it works. It leaves out Spring
// where no check has built it.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { install } from '../../../.ci/lib/npm.mjs';
import { run, stopAll } from '../../../.ci/lib/processes.mjs';
import * as calls from './calls.mjs';
import { bars } from './chart.mjs';
import { number, of } from './figures.mjs';
import { Generator } from './generator.mjs';
import * as grants from './grants.mjs';
import * as hostile from './hostile.mjs';
import { PAGE, machine, publish } from './page.mjs';
import * as report from './report.mjs';
import { SPRING, java } from './servers.mjs';
import * as starts from './starts.mjs';
import * as streams from './streams.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean' }, hostile: { type: 'boolean' }, only: { type: 'string' }, out: { type: 'string', default: PAGE } },
});
const wanted = options.hostile ? ['hostile'] : (options.only ?? 'w1,w2,w3,start,hostile,connections').split(',');
const size = options.quick
  ? { w1: { warmUp: 100, millis: 200, rounds: 1 }, codes: 20, w2: { warmUp: 100, millis: 200, rounds: 1 }, streams: 100, streamRounds: 1, starts: 1 }
  : { w1: { warmUp: 8000, millis: 1500, rounds: 5 }, codes: 400, w2: { warmUp: 20_000, millis: 2000, rounds: 7 }, streams: 10_000, streamRounds: 1, starts: 3 };

const springIsBuilt = !options.quick || existsSync(path.join(SPRING, 'target/peer.jar'));

/** What each part answers: its text, and perhaps a chart. */
const PARTS = {
  w1: async () => {
    const { cases, stop } = await grants.prepare(size.codes, isThere);
    const rows = await rounds(Object.values(cases).flat(), size.w1);
    await stop();
    const parts = Object.fromEntries(Object.entries(cases).map(([grant, its]) =>
      [grant, its.map(({ name, subject }) => ({ name: subject, rounds: rows.find(row => row.name === name).rounds }))]));
    return { text: report.grants(parts), chart: bars('CPU µs per refresh of a token, rotated', parts.refresh.map(cpuOf), number) };
  },
  w2: async () => {
    const { cases, stop } = await calls.prepare();
    const rows = await rounds(cases, size.w2);
    await stop();
    return { text: report.calls(rows), chart: bars('tools/call per second, server on one core', rows.map(({ name, rounds: its }) => [name, of(its, 'rate')]), number) };
  },
  w3: async () => {
    const rows = await streams.measure(size.streams, size.streamRounds);
    const text = `${size.streams.toLocaleString('en-US')} streams.\n\n${report.streams(rows, await streams.naps())}`;
    return { text, chart: bars('Broadcast to all streams, p99 in ms', rows.map(({ name, rounds: its }) => [name, of(its, 'p99')]), number) };
  },
  start: async () => ({ text: report.starts(await starts.measure(size.starts, isThere)) }),
  hostile: async () => {
    const { cases, heaps, stop } = await hostile.prepare();
    const generator = new Generator(); // one, as it knows what refresh tokens have become
    await rounds(cases, { ...size.w2, warmUp: Math.min(size.w2.warmUp, 10_000), rounds: 0 }, generator);
    const before = await heaps();
    const rows = await rounds(cases, { ...size.w2, warmUp: 100 }, generator);
    await generator.end();
    const after = await heaps();
    await stop();
    return { text: report.hostile(rows, before, after) };
  },
  connections: async () => {
    const [command, ...args] = java('Main')('connections');
    const { code, stdout, stderr } = await run(command, args);
    if (code !== 0) throw new Error(stderr);
    return { text: stdout.trim() };
  },
};

try {
  await install(HERE);
  if (!springIsBuilt) console.log(`left out: Spring, as ${SPRING}/target/peer.jar is not built`);
  if (!options.quick) await buildSpring();
  for (const name of wanted) {
    const begun = performance.now();
    const { text, chart } = await PARTS[name]();
    const heading = `${machine()}; this part took ${Math.round((performance.now() - begun) / 1000)} s.`;
    console.log(`\n## ${name}\n\n${heading}\n\n${text}`);
    if (options.quick) continue;
    await publish(options.out, name, `${heading}\n\n${text}`);
    if (chart) await writeFile(options.out.replace(/\.md$/, `-${name}.svg`), chart);
  }
} finally {
  await stopAll();
}

async function buildSpring() {
  const built = await run('mvn', ['-B', '-ntp', '-q', '-f', SPRING, 'package']);
  if (built.code !== 0) throw new Error(built.stdout);
}

function isThere(name) {
  return springIsBuilt || !name.startsWith('Spring');
}

/** Rounds of all cases, by a load generator of their own where none is given. */
async function rounds(cases, lengths, given) {
  const generator = given ?? new Generator();
  const results = await generator.measure(cases, lengths);
  if (!given) await generator.end();
  return cases.map(({ name }) => ({ name, rounds: results.get(name) }));
}

function cpuOf({ name, rounds: its }) {
  return [name, of(its, 'cpu')];
}
