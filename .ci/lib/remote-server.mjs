// A remote MCP server with its authorization server, both as small as can be: anyone is signed in, and every request is
// kept. For checks and measurements of a bridge, which must not measure the server.
import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

const PAYLOAD = 'x'.repeat(200);
const TOOLS = [{ name: 'echo', description: 'Answers with text.', inputSchema: { type: 'object' } }];
const RESULTS = {
  initialize: () => ({
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: 'remote-server', version: '1.0.0' },
  }),
  ping: () => ({}),
  'tools/list': () => ({ tools: TOOLS }),
  'tools/call': () => ({ content: [{ type: 'text', text: PAYLOAD }] }),
};

export class RemoteServer {
  #server;
  #codes = new Map();
  #tokens = new Set();

  /** Each request so far: `POST /mcp initialize`. */
  requests = [];

  /** Listens on a free port of 127.0.0.1, with TLS if there is a key (`pfx` and `passphrase`). */
  static async start(tls) {
    const server = new RemoteServer();
    const listener = (request, response) => server.#serve(request, response);
    server.#server = tls ? https.createServer(tls, listener) : http.createServer(listener);
    server.#server.keepAliveTimeout = 60_000;
    await new Promise(resolve => server.#server.listen(0, '127.0.0.1', resolve));
    server.origin = `${tls ? 'https' : 'http'}://127.0.0.1:${server.#server.address().port}`;
    server.url = `${server.origin}/mcp`;
    return server;
  }

  close() {
    this.#server.closeAllConnections();
    return new Promise(resolve => this.#server.close(resolve));
  }

  /** A token that the server takes, for those who measure it without a bridge. */
  token() {
    const token = randomUUID();
    this.#tokens.add(token);
    return token;
  }

  async #serve(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const url = new URL(request.url, this.origin);
    const message = url.pathname === '/mcp' && body ? JSON.parse(body) : undefined;
    this.requests.push([request.method, url.pathname, message?.method].filter(Boolean).join(' '));
    if (url.pathname === '/mcp') return this.#mcp(request, message, response);
    if (url.pathname === '/authorize') return this.#authorize(url.searchParams, response);
    const answer = this.#oauth(url.pathname, body);
    return answer ? json(response, answer) : response.writeHead(404).end();
  }

  #mcp(request, message, response) {
    if (!this.#tokens.has(request.headers.authorization?.slice('Bearer '.length))) {
      const metadata = `${this.origin}/.well-known/oauth-protected-resource/mcp`;
      return response.writeHead(401, { 'WWW-Authenticate': `Bearer resource_metadata="${metadata}"` }).end();
    }
    if (request.method === 'DELETE') return response.writeHead(200).end();
    if (request.method !== 'POST') return response.writeHead(405, { Allow: 'POST, DELETE' }).end();
    if (message.id === undefined) return response.writeHead(202).end();
    const session = message.method === 'initialize' ? { 'Mcp-Session-Id': randomUUID() } : {};
    const result = RESULTS[message.method]?.();
    const error = { code: -32601, message: 'Method not found' };
    return json(response, { jsonrpc: '2.0', id: message.id, ...(result ? { result } : { error }) }, session);
  }

  #authorize(query, response) {
    const code = randomUUID();
    this.#codes.set(code, query.get('code_challenge'));
    const back = new URL(query.get('redirect_uri'));
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state'));
    back.searchParams.set('iss', this.origin);
    response.writeHead(302, { Location: back.href }).end();
  }

  #oauth(path, body) {
    if (path.startsWith('/.well-known/oauth-protected-resource')) {
      return { resource: this.url, authorization_servers: [this.origin] };
    }
    if (path === '/.well-known/oauth-authorization-server') return this.#metadata();
    if (path === '/register') {
      return { ...JSON.parse(body), client_id: randomUUID(), token_endpoint_auth_method: 'none' };
    }
    return path === '/token' ? this.#redeem(new URLSearchParams(body)) : undefined;
  }

  #metadata() {
    return {
      issuer: this.origin,
      authorization_endpoint: `${this.origin}/authorize`,
      token_endpoint: `${this.origin}/token`,
      registration_endpoint: `${this.origin}/register`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_methods_supported: ['none'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  #redeem(form) {
    const challenge = this.#codes.get(form.get('code'));
    this.#codes.delete(form.get('code'));
    if (challenge !== createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url')) return undefined;
    return { access_token: this.token(), token_type: 'Bearer', expires_in: 36_000, refresh_token: randomUUID() };
  }
}

function json(response, value, headers = {}) {
  const body = JSON.stringify(value);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers });
  response.end(body);
}
