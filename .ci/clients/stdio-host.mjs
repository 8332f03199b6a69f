// A host that only speaks stdio: starts a bridge as its configuration file would say, with a scripted browser.
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ACCOUNT } from '../lib/database-server.mjs';

const BROWSER = fileURLToPath(new URL('browser.mjs', import.meta.url));

export class StdioHost {
  #folder;
  #mode;
  #client;

  /** A host of the session era, unless the mode says otherwise. */
  constructor(folder, mode = 'legacy') {
    this.#folder = folder;
    this.#mode = mode;
  }

  async connect(command, args, env = {}) {
    const bin = path.join(this.#folder, 'bin');
    await mkdir(bin, { recursive: true });
    await symlink(BROWSER, path.join(bin, 'xdg-open')).catch(() => {}); // there from the connection before
    const browser = { BROWSER, SIGN_IN: JSON.stringify(ACCOUNT), SIGN_IN_LOG: this.#signInLog };
    const transport = new StdioClientTransport({
      command,
      args,
      env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, ...browser, ...env },
      stderr: 'pipe',
    });
    transport.stderr.pipe(createWriteStream(path.join(this.#folder, 'bridge.log'), { flags: 'a' }));
    this.#client = new Client({ name: 'stdio-host', version: '1.0.0' }, { versionNegotiation: { mode: this.#mode } });
    await this.#client.connect(transport, { timeout: 60_000 });
    return this;
  }

  get #signInLog() {
    return path.join(this.#folder, 'sign-ins.jsonl');
  }

  /** What the scripted browser was asked for so far, in order. */
  async signIns() {
    const lines = await readFile(this.#signInLog, 'utf8').catch(() => '');
    return lines.split('\n').filter(Boolean).map(line => JSON.parse(line));
  }

  listTools = async () => (await this.#client.listTools()).tools;

  callTool = (name, args) => this.#client.callTool({ name, arguments: args }, { timeout: 60_000 });

  close = () => this.#client.close();
}
