// Why a check hangs: what the threads of its Java processes do when it reaches its time limit.
//
//   node .ci/lib/threads.mjs PID SECONDS PREFIX
//
// Waits so long for the process to end. If it has not, writes all threads of each Java process that it has started to
// PREFIX-<pid>.txt, prints those that matter, and lets the process, which is a `timeout`, know that its time is over.
import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const DUMP_MS = 20_000;
const MOST_LINES = 300;
const MOST_FRAMES = 40;
const OURS = /^\s+at dev\.mcpoauth\.|^"main" /m;

const awaited = thread => [...thread.matchAll(/(?:waiting to lock|parking to wait for) +<(0x\w+)>/g)].map(([, lock]) => lock);
const holds = (thread, lock) => [`- locked <${lock}>`, `\t- <${lock}>`].some(line => thread.includes(line));
const frames = thread => thread.split('\n').filter(line => line.startsWith('\tat ')).join();

/**
 * Of a thread dump: the deadlocks that the JVM found, the threads that run code of this project, and those that hold what
 * such a thread waits for. Of several that are at the same place, the first.
 */
export function relevant(dump) {
  const found = dump.search(/^Found (one|\d+) Java-level deadlock/m);
  const [all, deadlocks] = found < 0 ? [dump, ''] : [dump.slice(0, found), dump.slice(found)];
  // With -l what a thread holds follows it after an empty line.
  const threads = all.split(/\n(?=")/).filter(thread => thread.startsWith('"'));
  const shown = new Set(threads.filter(thread => OURS.test(thread)));
  for (const thread of shown) {
    for (const lock of awaited(thread)) threads.filter(other => holds(other, lock)).forEach(other => shown.add(other));
  }
  const alike = new Map();
  for (const thread of shown) alike.set(frames(thread), [...(alike.get(frames(thread)) ?? []), thread]);
  const texts = [...alike.values()].map(([first, ...more]) => {
    const text = first.trimEnd().split('\n').slice(0, MOST_FRAMES).join('\n');
    return more.length === 0 ? text : `${text}\n\t(${more.length} more like it)`;
  });
  return [deadlocks.trim(), ...texts].filter(Boolean).join('\n\n').split('\n').slice(0, MOST_LINES).join('\n');
}

async function processes() {
  const all = await Promise.all((await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number).map(entry));
  return all.filter(Boolean);
}

/** Undefined if it has ended, or is somebody else's. */
async function entry(pid) {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return { pid, parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]), program: await readlink(`/proc/${pid}/exe`) };
  } catch {
    return undefined;
  }
}

function below(ancestor, all) {
  return all.filter(({ parent }) => parent === ancestor).flatMap(child => [child, ...below(child.pid, all)]);
}

async function dump({ pid, program }, prefix) {
  const jcmd = path.join(path.dirname(program), 'jcmd');
  const { stdout } = await promisify(execFile)(jcmd, [pid, 'Thread.print', '-l'], { timeout: DUMP_MS, maxBuffer: 1 << 26 }).catch(
    error => ({ stdout: `does not tell its threads: ${error.message}` }));
  await writeFile(`${prefix}-${pid}.txt`, stdout);
  const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').filter(Boolean).slice(-2).join(' ');
  return `java ${pid} (... ${command}), all threads in ${prefix}-${pid}.txt\n${relevant(stdout) || stdout.slice(0, 200)}`;
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [pid, seconds, prefix] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
  const end = Date.now() + seconds * 1000;
  while (isAlive(pid) && Date.now() < end) await delay(Math.min(500, Math.max(end - Date.now(), 1)));
  if (isAlive(pid)) {
    const javas = below(pid, await processes()).filter(({ program }) => path.basename(program) === 'java');
    console.log((await Promise.all(javas.map(java => dump(java, prefix)))).join('\n\n'));
    process.kill(pid, 'SIGALRM');
  }
}
