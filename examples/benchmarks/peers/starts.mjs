// Start-up: from the start of the process to the first answer, the metadata where there is any.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort, stop, until } from '../../../.ci/lib/processes.mjs';
import { JAVA, jar } from '../../../.ci/lib/project.mjs';
import { COMMANDS, SERVER_CORE, pinned } from './servers.mjs';

const METADATA = '/.well-known/oauth-authorization-server';
/** As examples/database-server/README.md has them. */
const SMALL = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx128m'];
const TICKS_PER_SECOND = 100;

/** Each that is wanted in turn, with a folder of its own; answers rows of wall and CPU milliseconds and memory in MB. */
export async function measure(rounds, wanted) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mcp-oauth-starts-'));
  try {
    const subjects = (await prepare(folder)).filter(({ name }) => wanted(name));
    const rows = subjects.map(({ name }) => ({ name, rounds: [] }));
    for (let round = -1; round < rounds; round++) {
      for (const [index, subject] of subjects.entries()) {
        const result = await once(subject);
        if (round >= 0) rows[index].rounds.push(result); // the first warms disks
      }
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare(folder) {
  const databaseServer = jar('database-server/target/database-server.jar');
  const archive = path.join(folder, 'classes.jsa');
  const database = (name, ...options) => port =>
    [JAVA, ...options, '-jar', databaseServer, '--port', port, '--data', path.join(folder, name), '--account', 'ada:correct horse battery staple'];
  await once({ command: database('trained', `-XX:ArchiveClassesAtExit=${archive}`), ready: METADATA });
  return [
    { name: 'bare servlet on Jetty', command: COMMANDS.bare, ready: '/bare' },
    { name: 'ours: example server with its database', command: database('plain'), ready: METADATA },
    { name: 'ours, with a class-data archive', command: database('archived', `-XX:SharedArchiveFile=${archive}`), ready: METADATA },
    { name: 'ours, with an archive, on a small machine', command: database('small', `-XX:SharedArchiveFile=${archive}`, ...SMALL), ready: METADATA },
    { name: 'oidc-provider', command: COMMANDS.oidcProvider, ready: '/.well-known/openid-configuration' },
    { name: 'TypeScript SDK 1.x example', command: COMMANDS.typescriptAuthorization, ready: METADATA },
    { name: 'Spring Authorization Server', command: COMMANDS.spring, ready: METADATA },
  ];
}

async function once({ command, ready }) {
  const port = await freePort();
  const begun = performance.now();
  const child = pinned(SERVER_CORE, command(port), { stdio: ['pipe', 'ignore', 'ignore'] });
  await until(`an answer at ${ready}`, async () => (await fetch(`http://127.0.0.1:${port}${ready}`)).ok, 60_000, 10);
  const wall = performance.now() - begun;
  const [, , ...stat] = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).replace(/^.*\) /, '0 0 ').split(' ');
  const cpu = ((Number(stat[11]) + Number(stat[12])) * 1000) / TICKS_PER_SECOND;
  const resident = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))[1] / 1024;
  await stop(child);
  return { wall, cpu, resident };
}
