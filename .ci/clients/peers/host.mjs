// An HTTP server for peers: routes by path, and for each session a transport of the generation that is hosted.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { MemoryEvents } from './events.mjs';

/** Serves on a free port of 127.0.0.1, prints the origin as a line of JSON, and runs until it is stopped. */
export function host(route) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://127.0.0.1');
    Promise.resolve(route(pathname, request, response)).catch(error => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ origin: `http://127.0.0.1:${server.address().port}` })));
}

/** All sessions of a host; `GET /sessions` lists them, so that a client's test can see them go. */
export class Sessions {
  #live = new Map();
  #Transport;

  constructor(Transport) {
    this.#Transport = Transport;
  }

  /** Hands the request to its session's transport, or to a new one that `connect` gives a server. */
  async handle(request, response, connect, options = {}) {
    const id = request.headers['mcp-session-id'];
    if (id && !this.#live.has(id)) return refuse(response, 404, 'Session not found');
    await (this.#live.get(id) ?? (await this.#open(connect, options))).handleRequest(request, response);
  }

  async #open(connect, options) {
    const transport = new this.#Transport({
      sessionIdGenerator: randomUUID,
      eventStore: new MemoryEvents(),
      retryInterval: 50,
      onsessioninitialized: id => void this.#live.set(id, transport),
      onsessionclosed: id => void this.#live.delete(id),
      ...options,
    });
    await connect(transport);
    return transport;
  }

  list(response) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify([...this.#live.keys()]));
  }
}

export function refuse(response, status, message) {
  const error = { jsonrpc: '2.0', error: { code: -32000, message }, id: null };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(error));
}
