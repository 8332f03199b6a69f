// The public conformance suite against three nodes behind a balancer that gives each request to the next of them: no
// scenario may tell them from one server.
import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort, run, start, stopAll, untilServing } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';
import { backends } from './backends.mjs';
import { RequestBalancer } from './relay.mjs';

const NODES = 3;
const JAVA_OPTIONS = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m'];
const RUN = fileURLToPath(new URL('../conformance/run.mjs', import.meta.url));
// Tasks stay with their node unless a task store is shared, so the unscored scenarios of 2026-07-28 are left out.
const SETS = [
  { name: 'server-2025-11-25', more: ['--unscored'] },
  { name: 'server-2026-07-28', more: [] },
];

const [[, Redis]] = backends('redis');

describe('three nodes of the everything-server on redis', () => {
  let redis;
  let balancer;
  let ports;

  before(async () => {
    redis = await Redis.run();
    ports = await Promise.all(Array.from({ length: NODES }, () => node(redis.connection(redis.port))));
    balancer = await new RequestBalancer(ports).listen();
  });
  after(async () => {
    balancer?.close();
    await stopAll();
    await redis?.close();
  });

  async function node({ url }) {
    const port = await freePort();
    const folder = await mkdtemp(path.join(os.tmpdir(), 'everything-'));
    const args = ['-jar', jar('conformance/target/everything-server.jar'), '--port', `${port}`, '--redis', url];
    await untilServing(`http://localhost:${port}/mcp`, start(JAVA, [...JAVA_OPTIONS, ...args], { log: path.join(folder, 'log') }));
    return port;
  }

  for (const { name, more } of SETS) {
    it(`passes ${name} ${more.join(' ')}`, async t => {
      balancer.served.length = 0;
      const url = `http://localhost:${balancer.port}/mcp`;
      const args = ['--set', name, '--check', '--server-url', url, ...more];
      const { code, stdout, stderr } = await run(process.execPath, [RUN, ...args], { timeoutMs: 180_000 });
      assert.equal(code, 0, stdout + stderr);
      const counts = ports.map(port => balancer.served.filter(served => served === port).length);
      t.diagnostic(`${stdout.match(/^conformance .*$/gm).join(', ')}; requests of each node: ${counts.join(', ')}`);
      assert.ok(Math.min(...counts) >= 20, 'each node took part');
    });
  }
});
