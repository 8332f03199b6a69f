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
  #child;

  /** @param settings args and env of the server, options of its Java, and the issuer where that is not the server itself */
  constructor(folder, port, { args = [], env = {}, java = [], issuer = `http://localhost:${port}` } = {}) {
    this.#folder = folder;
    this.port = port;
    this.issuer = issuer;
    this.url = `${issuer}/mcp`;
    this.log = path.join(folder, 'database-server.log');
    this.settings = { args, env, java };
  }

  static async start(folder, settings) {
    const server = new DatabaseServer(folder, await freePort(), settings);
    await server.start();
    return server;
  }

  async start() {
    const { args, env, java } = this.settings;
    const { name, password } = ACCOUNT;
    const file = jar('database-server/target/database-server.jar');
    const options = ['--port', String(this.port), '--data', path.join(this.#folder, 'data')];
    options.push('--account', `${name}:${password}`);
    options.push('--drain', '60s'); // longer than stop() waits: what only listens must not keep the server from stopping
    this.#child = start(JAVA, [...java, '-jar', file, ...options, ...args], { log: this.log, env });
    await untilServing(`http://localhost:${this.port}/.well-known/oauth-authorization-server`, this.#child);
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
