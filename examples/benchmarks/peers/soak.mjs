// Does anything grow? `node examples/benchmarks/peers/soak.mjs [--minutes 60] [--out FILE]`, after `mvn package`: half load, as the generator works every other
// half second, while clients come, vanish without a word, read nothing, and refresh. State lives for 90 s at most, so what still grows in the
// last third of the run would never stop. Fails then; writes the chart and the table of docs/performance.md.
import net from 'node:net';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { stopAll } from '../../../.ci/lib/processes.mjs';
import { INITIALIZE, guarded, token } from './calls.mjs';
import { lines } from './chart.mjs';
import { number, sorted, table } from './figures.mjs';
import { Generator } from './generator.mjs';
import { Client, METADATA, OURS } from './grants.mjs';
import { PAGE, machine, publish } from './page.mjs';
import { java, serve } from './servers.mjs';
import { LISTEN, LISTEN_HEADERS } from './streams.mjs';

const HALF = 500;
const COMERS = 10; // of each kind, a second
const STAY_MS = 20_000;
/** What may be added without being a leak: a share of what there was, and so many more. */
const SLACK = { heap: [0.1, 8], threads: [0.1, 5], handles: [0.1, 40], sessions: [0.15, 40], streams: [0.15, 40], rows: [0.1, 500] };

const { values: options } = parseArgs({ options: { minutes: { type: 'string', default: '60' }, out: { type: 'string', default: PAGE } } });
const seconds = 60 * Number(options.minutes);
const folder = await mkdtemp(path.join(os.tmpdir(), 'mcp-oauth-soak-'));
const generator = new Generator();
const sockets = new Set();
const samples = [];
let running = true;

try {
  const server = await serve(port => java('soak.SoakServer', ['-Xmx256m'])(port, folder), METADATA);
  const loads = [load(server), strangers(server), sample(server)];
  await Promise.race([Promise.all(loads), delay(seconds * 1000)]);
  running = false;
  await Promise.all(loads);
  const leaks = Object.keys(SLACK).filter(grows);
  const text = [`${machine()}; ${options.minutes} minutes.`, summary(), leaks.length ? `**Grows**: ${leaks.join(', ')}.` : 'Nothing grows.'].join('\n\n');
  console.log(text);
  await publish(options.out, 'soak', text);
  const series = Object.keys(SLACK).map(key => [key, samples.map(each => Math.round(each[key]))]);
  await writeFile(options.out.replace(/\.md$/, '-soak.svg'), lines('Soak at half load', series, seconds));
  if (leaks.length) process.exitCode = 1;
} finally {
  running = false;
  for (const socket of sockets) socket.destroy();
  await generator.end();
  await stopAll();
  await rm(folder, { recursive: true, force: true });
}

/** Calls and refreshes, each for half of the time that there is load; families are new each time, so that their grants end. */
async function load(server) {
  for (let turn = 0; running; turn++) {
    const call = { ...guarded(server, await token(server, 'opaque')), name: `calls ${turn}` };
    const person = new Client({ ...OURS, name: 'soak', more: origin => ({ resource: `${origin}/opaque` }) }, server);
    const refresh = { name: `refresh ${turn}`, server, connections: 8, workload: await person.refreshing() };
    for (let half = 0; half < 10 && running; half++) {
      await generator.round(half % 2 ? refresh : call, HALF);
      await delay(HALF);
    }
  }
}

/** Who opens a stream or a session and vanishes, and who stays connected but reads nothing of what all are told. */
async function strangers(server) {
  for (let second = 0; running; second++) {
    const authorization = `Authorization: Bearer ${await token(server, 'opaque')}\r\n`;
    for (let i = 0; i < COMERS; i++) {
      const listener = open(server, `${LISTEN_HEADERS}${authorization}`, LISTEN);
      const initialized = open(server, `${LISTEN_HEADERS.replace(/MCP-Prot.*/s, '')}${authorization}`, INITIALIZE);
      if (i % 2) listener.pause();
      else listener.resume();
      setTimeout(() => listener.destroy(), i % 2 ? STAY_MS : 2000).unref();
      initialized.once('data', () => initialized.resetAndDestroy());
    }
    await fetch(`${server.origin}/broadcast`);
    await delay(1000);
  }
}

function open(server, headers, body) {
  const socket = net.connect(server.port, '127.0.0.1').on('error', () => {}).on('close', () => sockets.delete(socket));
  sockets.add(socket);
  socket.write(`POST /opaque HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  return socket;
}

async function sample(server) {
  while (running) {
    const count = async what => Number(await (await fetch(`${server.origin}/${what}`)).text());
    const [sessions, streams, rows, heap] = [await count('sessions'), await count('streams'), await count('rows'), (await count('heap')) / 2 ** 20];
    const threads = Number(/Threads:\s+(\d+)/.exec(await readFile(`/proc/${server.pid}/status`, 'utf8'))[1]);
    const handles = (await readdir(`/proc/${server.pid}/fd`)).length;
    samples.push({ heap, threads, handles, sessions, streams, rows });
    await delay(5000);
  }
}

function thirds(key) {
  const third = Math.floor(samples.length / 3);
  const middle = samples.slice(third, 2 * third).map(each => each[key]);
  const last = samples.slice(2 * third).map(each => each[key]);
  return [middle, last].map(values => sorted(values)[values.length >> 1]);
}

function grows(key) {
  const [middle, last] = thirds(key);
  const [share, more] = SLACK[key];
  return last > middle * (1 + share) + more;
}

function summary() {
  const rows = Object.keys(SLACK).map(key => [key === 'heap' ? 'heap after a collection, MB' : key, ...thirds(key).map(number), number(Math.max(...samples.map(each => each[key])))]);
  return table(['', 'median, second third', 'median, last third', 'most'], rows);
}
