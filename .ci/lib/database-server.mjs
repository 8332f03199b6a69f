// The example database server as a person starts it: a jar, a port, a data folder, an account.
import { mkdir, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort, start, stop, untilServing } from './processes.mjs';
import { JAVA, jar } from './project.mjs';

export const ACCOUNT = { name: 'alice', password: 'correct horse battery staple' };

/** A folder for this run's logs and data, under the log folder of the whole run where there is one. */
export async function workFolder(name) {
  const parent = process.env.CI_LOGS ?? os.tmpdir();
  await mkdir(parent, { recursive: true });
  return mkdtemp(path.join(parent, `${name}-`));
}

export class DatabaseServer {
  #folder;
  #arguments;
  #child;

  constructor(folder, port, args) {
    this.#folder = folder;
    this.port = port;
    this.issuer = `http://localhost:${port}`;
    this.url = `${this.issuer}/mcp`;
    this.log = path.join(folder, 'database-server.log');
    this.#arguments = args;
  }

  static async start(folder, { args = [] } = {}) {
    const server = new DatabaseServer(folder, await freePort(), args);
    await server.start();
    return server;
  }

  async start() {
    const { name, password } = ACCOUNT;
    const file = jar('database-server/target/database-server.jar');
    const options = ['--port', String(this.port), '--data', path.join(this.#folder, 'data')];
    options.push('--account', `${name}:${password}`);
    options.push('--drain', '60s'); // longer than stop() waits: what only listens must not keep the server from stopping
    this.#child = start(JAVA, ['-jar', file, ...options, ...this.#arguments], { log: this.log });
    await untilServing(`${this.issuer}/.well-known/oauth-authorization-server`, this.#child);
  }

  /** Ends the process as a power cut would. */
  kill() {
    this.#child.kill('SIGKILL');
    return this.#child.ended;
  }

  /** Ends the process; answers its exit code, 143 being the one of an orderly stop by SIGTERM. */
  async stop() {
    return (await stop(this.#child)).code;
  }
}
