// The running example behind a proxy that notes what clients ask for, refuses the access tokens that it is told to, and can be
// away for a while.
import http from 'node:http';
import { once } from 'node:events';
import { DatabaseServer } from '../lib/database-server.mjs';
import { freePort } from '../lib/processes.mjs';

export class WatchedServer {
  #refused = new Set();
  #seen = new Set();
  #proxy;

  /** What clients asked for: method, path, and of a form its fields. */
  requests = [];

  static async start(folder) {
    const watched = new WatchedServer();
    watched.port = await freePort();
    const issuer = `http://localhost:${watched.port}`;
    watched.server = new DatabaseServer(folder, await freePort(), { args: ['--issuer', issuer], issuer });
    await watched.server.start();
    await watched.comeBack();
    return watched;
  }

  get url() {
    return this.server.url;
  }

  async comeBack() {
    this.#proxy = http.createServer((request, response) => void this.#serve(request, response));
    await once(this.#proxy.listen(this.port, '127.0.0.1'), 'listening');
  }

  /** Nothing listens any more, and what was connected no longer is. */
  async goAway() {
    const closed = once(this.#proxy, 'close');
    this.#proxy.close();
    this.#proxy.closeAllConnections();
    await closed;
  }

  /** From now on the access tokens that were used so far are refused. */
  revokeWhatWasUsed() {
    this.#refused = new Set(this.#seen);
  }

  /** The forms that were sent to a path. */
  forms = path => this.requests.filter(request => request.path === path && request.method === 'POST').map(({ form }) => form);

  count = (method, path) => this.requests.filter(request => request.path === path && request.method === method).length;

  async #serve(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const path = new URL(request.url, this.server.issuer).pathname;
    const form = /urlencoded/.test(request.headers['content-type'] ?? '') ? Object.fromEntries(new URLSearchParams(body.toString())) : {};
    this.requests.push({ method: request.method, path, form });
    const token = request.headers.authorization;
    if (token && path === '/mcp') this.#seen.add(token);
    if (this.#refused.has(token)) {
      const metadata = `${this.server.issuer}/.well-known/oauth-protected-resource/mcp`;
      response.writeHead(401, { 'www-authenticate': `Bearer error="invalid_token", resource_metadata="${metadata}"` }).end();
      return;
    }
    const { method, url, headers } = request;
    const upstream = http.request({ host: '127.0.0.1', port: this.server.port, method, path: url, headers }, answer => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    upstream.on('error', () => response.destroy());
    response.on('close', () => upstream.destroy());
    upstream.end(body);
  }
}
