// Runs the public conformance suite against the built examples and prints a score per set.
// node .ci/conformance/run.mjs [--set server-2026]... [--scenario NAME]... [--unscored] [--check] ...   (--help)
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { install } from '../lib/npm.mjs';
import { freePort, start, stopAll, untilServing } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';
import { runAuthorization } from './authorization.mjs';
import { FALLBACKS, REVISIONS, Suite } from './suite.mjs';
import { drops, judge, warnings } from './verdict.mjs';

const HELP = `usage: node .ci/conformance/run.mjs [options]
  --set PREFIX           only the sets that start with it, as server-2026 or client (repeatable)
  --scenario NAME        only these scenarios (repeatable)
  --unscored             also the scenarios that the suite reports and does not score
  --check                fail when a result differs from expected.json, or the suite warns
  --server-url URL       test a server that runs already, instead of everything-server.jar
  --client-command CMD   test this client, instead of everything-client.jar
  --issuer URL --client-id ID --redirect-port PORT --account NAME:PASSWORD
                         test an authorization server that runs already, instead of database-server.jar
  --out DIR              where logs and result.json go (default: a new temporary folder)`;

const here = path.dirname(fileURLToPath(import.meta.url));
const text = { type: 'string' };
const several = { type: 'string', multiple: true, default: [] };
const flag = { type: 'boolean', default: false };
const { values: options } = parseArgs({
  options: {
    set: several, scenario: several, unscored: flag, check: flag, help: flag, out: text,
    'server-url': text, 'client-command': text,
    issuer: text, 'client-id': text, 'redirect-port': text, account: text,
  },
});

const chosen = scenario => options.scenario.length === 0 || options.scenario.includes(scenario);

async function runServer(suite, revision, names, out) {
  const url = options['server-url'] ?? (await everythingServer(out));
  const target = ['server', '--url', url];
  const whole = options.scenario.length === 0;
  const runs = whole
    ? [await suite.run([...target, '--requirements', revision], out)]
    : await inTurn(names, name => suite.run([...target, '--scenario', name, '--spec-version', revision, '--force'], out));
  const checks = new Map(runs.flatMap(run => [...run.checks]));
  await writeFile(path.join(out, `suite-${revision}.log`), runs.map(run => run.output).join('\n'));
  return names.map(name => judge(name, checks.get(`server-${name}`) ?? []));
}

let serverUrl;
async function everythingServer(out) {
  if (serverUrl) return serverUrl;
  const port = await freePort();
  const log = path.join(out, 'everything-server.log');
  const child = start(JAVA, ['-jar', jar('conformance/target/everything-server.jar'), '--port', String(port)], { log });
  serverUrl = `http://localhost:${port}/mcp`;
  await untilServing(serverUrl, child);
  return serverUrl;
}

/** One scenario at a time: a machine with two cores runs thirty virtual machines at once into every time limit. */
function runClient(suite, revision, names, out) {
  // exec: the suite ends the shell at the time limit, which must be the client itself.
  const command =
    options['client-command'] ??
    `exec ${JAVA} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar ${jar('conformance/target/everything-client.jar')}`;
  return inTurn(names, async name => {
    const args = ['client', '--command', command, '--timeout', '60000'];
    const selection = ['--scenario', name, '--spec-version', revision, '--force'];
    const { checks, output } = await suite.run([...args, ...selection], out);
    await writeFile(path.join(out, `client-${revision}-${name.replaceAll('/', '-')}.log`), output);
    return judge(name, checks.get(name) ?? [], output);
  });
}

async function inTurn(items, work) {
  const answers = [];
  for (const item of items) answers.push(await work(item));
  return answers;
}

/** The sets in the order of the report; a set's work answers its verdicts. */
async function sets(suite, out) {
  const all = [];
  for (const [role, work] of [['server', runServer], ['client', runClient]]) {
    for (const revision of REVISIONS) {
      const { scored, unscored } = await suite.scenarios(role, revision);
      all.push({ name: `${role}-${revision}`, scenarios: scored, work, revision });
      if (options.unscored) all.push({ name: `${role}-${revision}-unscored`, scenarios: unscored, work, revision });
    }
  }
  all.push({ name: `client-${FALLBACKS.revision}`, scenarios: FALLBACKS.scenarios, work: runClient, revision: FALLBACKS.revision });
  const authorization = (from, revision, names, folder) => runAuthorization(from, revision, names, folder, options);
  for (const revision of REVISIONS) {
    const scenarios = ['authorization-server-metadata-endpoint', 'authorization-code-grant'];
    all.push({ name: `authorization-${revision}`, scenarios, work: authorization, revision });
  }
  return all.filter(({ name }) => options.set.length === 0 || options.set.some(prefix => name.startsWith(prefix)));
}

async function main() {
  if (options.help) return console.log(HELP);
  const out = options.out ?? (await mkdtemp(path.join(os.tmpdir(), 'conformance-')));
  await mkdir(out, { recursive: true });
  await install(here);
  const suite = new Suite(here);
  const expected = JSON.parse(await readFile(path.join(here, 'expected.json'), 'utf8'));
  const report = {};
  let problems = 0;
  for (const { name, scenarios, work, revision } of await sets(suite, out)) {
    const names = scenarios.filter(chosen);
    if (names.length === 0) continue;
    const verdicts = await work(suite, revision, names, out);
    report[name] = verdicts;
    const unexpected = [...drops(verdicts, expected[name] ?? { total: 0, failing: [] }), ...warnings(verdicts)];
    problems += print(name, verdicts, options.check ? unexpected : []);
  }
  await writeFile(path.join(out, 'result.json'), JSON.stringify(report, null, 2));
  console.log(`details in ${out}`);
  if (problems > 0) process.exitCode = 1;
}

function print(name, verdicts, unexpected) {
  const [role, revision] = [name.slice(0, name.indexOf('-')), name.slice(name.indexOf('-') + 1)];
  for (const { scenario, failures } of verdicts.filter(({ passed }) => !passed)) {
    console.log(`  failing ${name} ${scenario}`);
    failures.forEach(failure => console.log(`    ${failure.slice(0, 240)}`));
  }
  warnings(verdicts).forEach(warning => console.log(`  warning ${name} ${warning.slice(0, 240)}`));
  unexpected.forEach(problem => console.log(`  UNEXPECTED ${name}: ${problem}`));
  console.log(`conformance ${role} ${revision}: ${verdicts.filter(({ passed }) => passed).length}/${verdicts.length}`);
  return unexpected.length;
}

try {
  await main();
} finally {
  await stopAll();
}
