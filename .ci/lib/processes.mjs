// Child processes that a check starts and, whatever happens, stops again; free ports; waiting for a condition.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const running = new Set();

/** Below those that the system gives away by itself; checks that run beside others have a part of their own (CI_FIRST_PORT). */
const FIRST_PORT = Number(process.env.CI_FIRST_PORT ?? 20_000);
const PORTS = 4_000;

/** Starts a program whose output goes to a log file; it is stopped by {@link stopAll} at the latest. */
export function start(command, args, { log, env = {}, cwd } = {}) {
  const out = openSync(log, 'a');
  const child = spawn(command, args, { stdio: ['ignore', out, out], env: { ...process.env, ...env }, cwd });
  return adopt(child);
}

/** Puts a child that somebody else spawned under the same care. */
export function adopt(child) {
  running.add(child);
  child.ended = new Promise(resolve => {
    child.once('error', error => resolve({ code: -1, error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  }).finally(() => running.delete(child));
  return child;
}

/** Asks the child to end with SIGTERM, insists with SIGKILL after the grace period, and tells how it ended. */
export async function stop(child, graceMs = 20_000) {
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), graceMs);
  const outcome = await child.ended;
  clearTimeout(insist);
  return outcome;
}

export const stopAll = () => Promise.all([...running].map(child => stop(child)));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => stopAll().finally(() => process.exit(1)));
}

/** Runs a program to its end and returns its exit code and output. */
export async function run(command, args, { env = {}, cwd, timeoutMs = 300_000, onOutput = () => {} } = {}) {
  const child = adopt(spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env }, cwd }));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', chunk => {
    stdout += chunk;
    onOutput(chunk.toString());
  });
  child.stderr.on('data', chunk => (stderr += chunk));
  const limit = setTimeout(() => stop(child), timeoutMs);
  const closed = once(child, 'close');
  const { code } = await child.ended;
  clearTimeout(limit);
  await Promise.race([closed, delay(1000, undefined, { ref: false })]); // the rest of the output; a grandchild may hold the pipe
  return { code, stdout, stderr };
}

/** A port that was free a moment ago, and that nobody gets by chance. */
export async function freePort() {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${FIRST_PORT} to ${FIRST_PORT + PORTS - 1}`);
}

function isFree(port) {
  return new Promise(resolve => {
    const probe = net.createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Polls until the check answers something truthy; fails with the last error after the limit. */
export async function until(what, check, timeoutMs = 30_000, pollMs = 100) {
  const deadline = Date.now() + timeoutMs;
  for (let last; ; await delay(pollMs)) {
    try {
      const answer = await check();
      if (answer) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`gave up waiting for ${what}${last ? `: ${last.message}` : ''}`);
  }
}

/** Waits until something answers HTTP at the URL, or the child that should do so has ended. */
export async function untilServing(url, child) {
  let ended;
  child?.ended.then(outcome => (ended = outcome));
  await until(`an HTTP answer at ${url}`, async () => {
    if (ended) return true;
    const response = await fetch(url, { redirect: 'manual' });
    await response.body?.cancel();
    return true;
  }, 90_000); // several at once, on a machine that has other work
  if (ended) throw new Error(`the server for ${url} ended with code ${ended.code} before it served`);
}
