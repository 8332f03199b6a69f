// The official TypeScript client, signing in through a loopback listener as its guide says.
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import assert from 'node:assert/strict';
import { CallbackListener } from '../lib/callback-listener.mjs';
import { ACCOUNT } from '../lib/database-server.mjs';
import { UserAgent } from '../lib/user-agent.mjs';
import { FileProvider } from './file-provider.mjs';

export class TypeScriptClient {
  #transport;
  #client;
  #provider;

  constructor(url, { file, port, mode, onInsufficientScope = 'reauthorize' }) {
    Object.assign(this, { url: new URL(url), file, port, mode, onInsufficientScope });
  }

  /** Connects, with a sign-in when there is no usable token; answers whether there was one. */
  async connect() {
    this.#provider = new FileProvider(this.file, `http://127.0.0.1:${this.port}/callback`);
    try {
      await this.#open();
      return false;
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error;
    }
    await this.signIn();
    await this.#open();
    return true;
  }

  async #open() {
    const options = { authProvider: this.#provider, onInsufficientScope: this.onInsufficientScope };
    this.#transport = new StreamableHTTPClientTransport(this.url, options);
    const versionNegotiation = { mode: this.mode };
    this.#client = new Client({ name: 'typescript-client', version: '1.0.0' }, { versionNegotiation });
    await this.#client.connect(this.#transport);
  }

  /** Follows the authorization URL that the client asked for, and redeems what comes back. */
  async signIn(decision) {
    const listener = await CallbackListener.open(this.port);
    const browse = () => new UserAgent(ACCOUNT).authorize(this.#provider.asked.href, decision);
    const callback = await listener.during(browse).finally(() => listener.close());
    assert.equal(callback.get('state'), this.#provider.lastState);
    await this.#transport.finishAuth(callback);
  }

  get asked() {
    return this.#provider.asked;
  }

  get protocolVersion() {
    return this.#client.getNegotiatedProtocolVersion?.();
  }

  listTools = async () => (await this.#client.listTools()).tools;

  callTool = (name, args) => this.#client.callTool({ name, arguments: args });

  /** A call that may need more permission: signs in again when the server asks for it, once, and calls again. */
  callToolSteppingUp = async (name, args) => {
    try {
      return await this.callTool(name, args);
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error;
      await this.signIn();
      return this.callTool(name, args);
    }
  };

  close = () => this.#client.close();
}
