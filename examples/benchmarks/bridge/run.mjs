// Our bridge beside mcp-remote: `node examples/benchmarks/bridge/run.mjs [--starts 7] [--out FILE]`, after `mvn package`
// and `node .ci/lib/npm.mjs .ci/clients`. Both are signed in, speak TLS, and take turns, so that what else the machine
// does hits both alike. Takes some minutes; prints a table in Markdown.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { stopAll } from '../../../.ci/lib/processes.mjs';
import { JAVA } from '../../../.ci/lib/project.mjs';
import { certificate, mcpRemote, ours } from './contenders.mjs';
import { direct, median, oneStart, quantile, sequential, started, throughput } from './measure.mjs';
import { table } from './table.mjs';

const BLOCKS = 4;
const CALLS_PER_BLOCK = 500;
const CONCURRENCY = 16;
const CALLS_AT_ONCE = 1500; // per block: with the others 8,000 in all

const { values: options } = parseArgs({ options: { starts: { type: 'string', default: '7' }, out: { type: 'string' } } });
const folder = await mkdtemp(path.join(os.tmpdir(), 'mcp-oauth-benchmark-'));
const trust = await certificate(folder);
const server = new Worker(new URL('server-thread.mjs', import.meta.url), { workerData: trust.tls });
const [{ url, token }] = await once(server, 'message');
const requests = async () => {
  server.postMessage('requests');
  return (await once(server, 'message'))[0];
};

try {
  const own = await ours(folder, url, trust);
  const other = await mcpRemote(folder, url, trust);
  const starts = { own: [], waiting: [], other: [] };
  for (let round = -1; round < Number(options.starts); round++) {
    const results = {
      own: await oneStart(own.start, requests),
      waiting: await oneStart(own.startWaiting, requests),
      other: await oneStart(other.start, requests),
    };
    if (round >= 0) Object.entries(results).forEach(([name, result]) => starts[name].push(result)); // the first warms disks
  }
  const calls = await measureCalls(own, other, direct(url, token, await readFile(trust.pem)));
  const report = [heading(), ...table(starts, calls)].join('\n');
  console.log(report);
  if (options.out) await writeFile(options.out, `${report}\n`);
} finally {
  await stopAll();
  await server.terminate();
  await rm(folder, { recursive: true, force: true });
}

async function measureCalls(own, other, straight) {
  const subjects = { own: await started(own.start), other: await started(other.start), straight };
  const latencies = { own: [], other: [], straight: [] };
  const rates = { own: [], other: [], straight: [] };
  for (const { call } of Object.values(subjects)) await sequential(call, 200);
  for (let block = 0; block < BLOCKS; block++) {
    for (const [name, { call }] of Object.entries(subjects)) {
      latencies[name].push(...(await sequential(call, CALLS_PER_BLOCK)));
    }
    for (const [name, { call }] of Object.entries(subjects)) {
      rates[name].push(await throughput(call, CALLS_AT_ONCE, CONCURRENCY));
    }
  }
  const memory = { own: (await subjects.own.usage()).now, other: (await subjects.other.usage()).now };
  for (const { end } of Object.values(subjects)) await end();
  const summary = name => ({
    p50: median(latencies[name]),
    p99: quantile(latencies[name], 0.99),
    rate: median(rates[name]),
    slowest: Math.min(...rates[name]),
    fastest: Math.max(...rates[name]),
  });
  return { own: summary('own'), other: summary('other'), straight: summary('straight'), memory };
}

function heading() {
  const java = execFileSync(JAVA, ['--version']).toString().split('\n')[0];
  const load = os.loadavg().map(value => value.toFixed(1)).join(' ');
  return `${os.cpus().length} x ${os.cpus()[0].model}, ${java}, Node ${process.version}, ${options.starts} starts each in turn, `
    + `load average at the end ${load}. Medians, [least .. most].\n`;
}
