// The MCP servlet in the containers that people use, on the oldest and the newest long-term JDK: the everything-server under
// the public conformance suite, and the servlet's own tests from the classes that the build left. Two tables; fails on any drop.
//   node .ci/containers/run.mjs [folder for logs]
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { jdk } from '../lib/jdks.mjs';
import { install } from '../lib/npm.mjs';
import { freePort, run, start, stop, stopAll, untilServing } from '../lib/processes.mjs';
import { jar } from '../lib/project.mjs';
import { conformance, problems, table, tests } from './table.mjs';

const CONTAINERS = ['Jetty 12', 'Tomcat 11', 'Spring Boot 4'];
const JDKS = [17, 25];
/** Jetty on the JDK of the build is what `mvn verify` tested. */
const TESTED = [['Tomcat 11', 17], ['Tomcat 11', 25], ['Jetty 12', 25]];
const TESTS = ['dev/mcpoauth/transport/servlet/*Test', 'ApplicationTest', 'EndToEndTest', 'PairsTest', 'TaskCallsTest'];
/** A test server is stopped before it would be worth compiling. */
const QUICK = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

const here = path.dirname(fileURLToPath(import.meta.url));
const suite = path.join(here, '../conformance');
const root = path.join(here, '../..');

function server(container) {
  if (container === 'Jetty 12') return [jar('conformance/target/everything-server.jar')];
  const name = container === 'Tomcat 11' ? 'tomcat' : 'spring-boot';
  return [jar('conformance-tomcat/target/everything-tomcat.jar'), '--container', name];
}

async function underTheSuite(container, home, out) {
  const port = await freePort();
  const args = [...QUICK, '-jar', ...server(container), '--port', String(port)];
  const child = start(path.join(home, 'bin/java'), args, { log: path.join(out, 'server.log') });
  const url = `http://localhost:${port}/mcp`;
  await untilServing(url, child);
  const set = ['--server-url', url, '--set', 'server', '--unscored', '--check', '--out', out];
  const { code, stdout, stderr } = await run(process.execPath, [path.join(suite, 'run.mjs'), ...set]);
  await stop(child);
  await writeFile(path.join(out, 'suite.log'), stdout + stderr);
  return conformance(JSON.parse(await readFile(path.join(out, 'result.json'), 'utf8')), code);
}

async function underTheTests(container, home, out) {
  const args = ['-B', '-ntp', '-pl', 'mcp-transport-sse', 'surefire:test', `-Dtest=${TESTS.join(',')}`];
  const where = [`-Djvm=${path.join(home, 'bin/java')}`, `-Dmcp.container=${container.split(' ')[0].toLowerCase()}`];
  const { code, stdout, stderr } = await run('mvn', [...args, ...where], { cwd: root, timeoutMs: 600_000 });
  await writeFile(path.join(out, 'tests.log'), stdout + stderr);
  return tests(stdout, code);
}

async function main(logs) {
  await install(suite);
  const homes = new Map();
  for (const version of JDKS) homes.set(version, await jdk(version));
  const fill = async (work, pairs) => {
    const cells = new Map();
    for (const [container, version] of pairs) {
      const out = path.join(logs, `${container}-${version}`.replaceAll(' ', '-'));
      await mkdir(out, { recursive: true });
      cells.set(`${container} ${version}`, await work(container, homes.get(version), out));
    }
    return cells;
  };
  const everywhere = CONTAINERS.flatMap(container => JDKS.map(version => [container, version]));
  // The suite mostly waits, so that both go on at the same time.
  const [scores, tested] = await Promise.all([fill(underTheSuite, everywhere), fill(underTheTests, TESTED)]);
  console.log(table('conformance, 2025-11-25 and 2026-07-28', CONTAINERS, JDKS, scores));
  console.log(table('tests of the servlet', CONTAINERS.slice(0, 2), JDKS, tested));
  const found = [...problems(scores), ...problems(tested)];
  found.forEach(problem => console.log(`PROBLEM ${problem}`));
  console.log(`details in ${logs}`);
  if (found.length > 0) process.exitCode = 1;
}

try {
  await main(process.argv[2] ?? (await mkdtemp(path.join(os.tmpdir(), 'containers-'))));
} finally {
  await stopAll();
}
