// The official TypeScript client 1.x, of one revision.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema, ElicitRequestSchema, ListRootsRequestSchema, LoggingMessageNotificationSchema, ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { ANSWERS, CAPABILITIES, ME, closeSession, pingStatus } from './client-steps.mjs';

function transportTo({ url, transport, command }) {
  if (command) return new StdioClientTransport({ command: command[0], args: command.slice(1), stderr: 'ignore' });
  return transport === 'sse' ? new SSEClientTransport(new URL(url)) : new StreamableHTTPClientTransport(new URL(url));
}

/** It always offers its newest revision; here it offers the one that is wanted. */
function offering(version, transport) {
  const send = transport.send.bind(transport);
  transport.send = (message, options) => {
    if (message.method === 'initialize') message.params.protocolVersion = version;
    return send(message, options);
  };
  return transport;
}

export class Ts1Client {
  heard = [];
  client = new Client(ME, { capabilities: CAPABILITIES });
  #transport;
  #agreed;
  #session;

  constructor(run) {
    Object.assign(this, { run, expected: run.version });
  }

  async connect() {
    const { client, heard } = this;
    client.setRequestHandler(ElicitRequestSchema, () => ANSWERS.elicitation);
    client.setRequestHandler(CreateMessageRequestSchema, () => ANSWERS.sampling);
    client.setRequestHandler(ListRootsRequestSchema, () => ANSWERS.roots);
    for (const schema of [LoggingMessageNotificationSchema, ToolListChangedNotificationSchema, ResourceUpdatedNotificationSchema]) {
      client.setNotificationHandler(schema, notification => void heard.push(notification.method));
    }
    this.#transport = offering(this.run.version, transportTo(this.run));
    const agree = this.#transport.setProtocolVersion?.bind(this.#transport);
    this.#transport.setProtocolVersion = version => {
      this.#agreed = version;
      agree?.(version);
    };
    await client.connect(this.#transport);
  }

  version = () => this.#agreed;
  wantLog = level => this.client.setLoggingLevel(level);
  call = (name, args = {}, options) => this.client.callTool({ name, arguments: args }, undefined, options);

  async subscribe({ resourceSubscriptions = [] }) {
    for (const uri of resourceSubscriptions) await this.client.subscribeResource({ uri });
  }

  async close() {
    this.#session = await closeSession(this.client, this.#transport);
  }

  ended = () => pingStatus(this.run.url, this.#session);
}
