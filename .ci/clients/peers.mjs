#!/usr/bin/env node
// Our client against other people's servers, and their clients against our server, in every era that they speak. Prints one table, cells
// being steps that passed of steps that were run, and fails if a step fails or a cell is missing.
import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { adopt, freePort, run, stopAll, untilServing } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';
import { forOurClient, forTheSdkClient, forTypeScriptClients } from './peers/plan.mjs';
import { refusal, steps } from './peers/client-steps.mjs';
import { gather, problems, table } from './peers/table.mjs';
import { Ts1Client } from './peers/ts1-client.mjs';
import { Ts2Client } from './peers/ts2-client.mjs';

const STEP_MS = 30_000;
const QUICK = '-XX:TieredStopAtLevel=1';
const script = name => fileURLToPath(new URL(`peers/${name}.mjs`, import.meta.url));
const peers = words => [QUICK, '-cp', jar('official-sdk/target/official-sdk.jar'), 'dev.mcpoauth.example.sdk.peer.Peers', ...words];
const ours = words => [QUICK, '-jar', jar('conformance/target/everything-server.jar'), ...words];

/** Starts a server that prints a line of JSON when it serves, and answers what it says. */
async function serve(command, args) {
  const child = adopt(spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] }));
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error(`${args.join(' ')} has ended before it served`);
}

async function serveOurs(...words) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/mcp`;
  // That a client of the newest revision has closed the stream of a call is noticed when the next heartbeat is written.
  const args = ours(['--port', port, '--heartbeat', '500', ...words]);
  await untilServing(url, adopt(spawn(JAVA, args, { stdio: ['ignore', 'ignore', 'inherit'] })));
  return url;
}

/** Runs a client in Java, which prints a line for each step. */
async function runJava(client, runs) {
  const { code, stdout, stderr } = await run(JAVA, peers([client, JSON.stringify(runs)]));
  process.stderr.write(stderr);
  const outcomes = stdout.split('\n').filter(Boolean).map(line => JSON.parse(line));
  const byName = new Map(runs.map(each => [each.name, each]));
  const failed = code === 0 ? [] : [{ ...runs[0], run: client, step: 'the whole', failure: `ended with code ${code}` }];
  return [...outcomes.map(outcome => ({ ...byName.get(outcome.run), ...outcome })), ...failed];
}

async function runTypeScript(runs) {
  const outcomes = [];
  for (const each of runs) {
    const Peer = each.generation === 1 ? Ts1Client : Ts2Client;
    const peer = new Peer(each);
    const own = each.refused ? refusal(peer) : steps(peer);
    for (const name of each.without) if (!own.delete(name)) throw new Error(`no step is called ${name}`);
    for (const [step, act] of own) {
      const failure = await within(act).then(() => undefined, error => String(error?.message ?? error));
      outcomes.push({ ...each, run: each.name, step, failure });
    }
  }
  return outcomes;
}

const within = act => Promise.race([
  act(),
  delay(STEP_MS, undefined, { ref: false }).then(() => Promise.reject(new Error(`took more than ${STEP_MS} ms`))),
]);

async function main() {
  const versions = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'];
  const [ts1, ts2, sdk, our, oursWithoutSse] = await Promise.all([
    serve(process.execPath, [script('ts1-server')]),
    serve(process.execPath, [script('ts2-server')]),
    serve(JAVA, peers(['sdk-server', ...versions])),
    serveOurs('--sse-era'),
    serveOurs(),
  ]);
  const stdio = {
    ts1: [process.execPath, script('ts1-server'), '--stdio'],
    ts2: [process.execPath, script('ts2-server'), '--stdio'],
    sdk: [JAVA, ...peers(['sdk-server-stdio'])],
    ours: [JAVA, ...ours(['--stdio'])],
  };
  const ourRuns = forOurClient({ ts1: ts1.origin, ts2: ts2.origin, sdk, stdio });
  const sdkRuns = forTheSdkClient({ ours: our, oursWithoutSse, stdio });
  const typeScriptRuns = forTypeScriptClients({ ours: our, oursWithoutSse, stdio });
  const all = await Promise.all([
    runJava('our-client', ourRuns),
    runJava('sdk-client', sdkRuns).then(async outcomes => [...outcomes, ...(await runTypeScript(typeScriptRuns))]),
  ]);
  const cells = gather(all.flat());
  for (const row of table(cells)) console.log(`| ${row}`);
  console.log('| steps that passed of steps that were run, all runs of a cell together; -: the peer does not speak it');
  const found = problems(cells, [...ourRuns, ...sdkRuns, ...typeScriptRuns].map(({ name }) => name));
  for (const problem of found) console.log(`PROBLEM ${problem}`);
  return found.length === 0 ? 0 : 1;
}

process.exitCode = await main().finally(stopAll);
process.exit();
