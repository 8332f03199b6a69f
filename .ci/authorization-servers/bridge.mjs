// Our client as its users have it: the bridge, with a browser of the test's.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { StdioHost } from '../clients/stdio-host.mjs';
import { run, until } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';

export const CHROMIUM = fileURLToPath(new URL('chromium-browser.mjs', import.meta.url));

export class BridgedHost extends StdioHost {
  #arguments;
  #env;

  /** @param account who signs in; flags of the bridge; env such as another BROWSER */
  static async start(folder, url, { account, flags = [], env = {} }) {
    await mkdir(folder, { recursive: true });
    const host = new BridgedHost(folder);
    const state = ['--state-dir', path.join(folder, 'state'), '--key-source', 'file', '--debug'];
    host.#arguments = ['-jar', jar('bridge/target/mcp-oauth-bridge.jar'), url, ...state, ...flags];
    host.#env = { SIGN_IN: JSON.stringify(account), ...env };
    return host.again();
  }

  /** Another process of the same user. */
  again() {
    return this.connect(JAVA, this.#arguments, this.#env);
  }

  /** Where the user's browser ended; it notes that a moment after the client has gone on. */
  async onlySignIn() {
    await until('the end of the sign-in in the browser', async () => (await this.signIns()).length > 0);
    const [page, ...more] = await this.signIns();
    assert.deepEqual(more, []);
    return page;
  }

  /** What the server knows of the token. */
  async whoami() {
    const { content } = await this.callTool('whoami', {});
    return JSON.parse(content[0].text);
  }

  /** Runs another command of the bridge. */
  command(name) {
    const [jarFlag, file, ...rest] = this.#arguments;
    return run(JAVA, [jarFlag, file, name, ...rest], { env: this.#env });
  }
}
