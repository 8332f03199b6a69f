// The official TypeScript client 2.x: of one older revision, of the newest, or finding out.
import { Client, LOG_LEVEL_META_KEY, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { ANSWERS, CAPABILITIES, ME, closeSession, pingStatus } from './client-steps.mjs';

const NEWEST = '2026-07-28';

function transportTo({ url, transport, command }) {
  if (command) return new StdioClientTransport({ command: command[0], args: command.slice(1), stderr: 'ignore' });
  return transport === 'sse' ? new SSEClientTransport(new URL(url)) : new StreamableHTTPClientTransport(new URL(url));
}

function negotiation({ version, mode }) {
  if (mode === 'auto') return { versionNegotiation: { mode } };
  if (version === NEWEST) return { versionNegotiation: { mode: { pin: version } } };
  return { versionNegotiation: { mode: 'legacy' }, supportedProtocolVersions: [version] };
}

export class Ts2Client {
  heard = [];
  #transport;
  #session;
  #meta;

  constructor(run) {
    Object.assign(this, { run, expected: run.version });
    this.client = new Client(ME, { capabilities: CAPABILITIES, ...negotiation(run) });
  }

  async connect() {
    const { client, heard } = this;
    client.setRequestHandler('elicitation/create', () => ANSWERS.elicitation);
    client.setRequestHandler('sampling/createMessage', () => ANSWERS.sampling);
    client.setRequestHandler('roots/list', () => ANSWERS.roots);
    for (const method of ['notifications/message', 'notifications/tools/list_changed', 'notifications/resources/updated']) {
      client.setNotificationHandler(method, notification => void heard.push(notification.method));
    }
    this.#transport = transportTo(this.run);
    await client.connect(this.#transport);
  }

  version = () => this.client.getNegotiatedProtocolVersion();
  call = (name, args = {}, options) => this.client.callTool({ name, arguments: args, _meta: this.#meta }, options);

  /** Since 2026-07-28 each request says which messages it wants. */
  async wantLog(level) {
    if (this.expected === NEWEST) this.#meta = { [LOG_LEVEL_META_KEY]: level };
    else await this.client.setLoggingLevel(level);
  }

  async subscribe(filter) {
    if (this.expected === NEWEST) return this.client.listen(filter);
    for (const uri of filter.resourceSubscriptions ?? []) await this.client.subscribeResource({ uri });
  }

  async close() {
    this.#session = await closeSession(this.client, this.#transport);
  }

  ended = () => pingStatus(this.run.url, this.#session);
}
