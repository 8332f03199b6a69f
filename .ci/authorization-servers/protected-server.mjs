// A protected MCP server on the official TypeScript server 2.x, for tokens of whatever authorization server a test brings.
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import http from 'node:http';
import { once } from 'node:events';
import { freePort } from '../lib/processes.mjs';

export class ProtectedServer {
  /** The Authorization headers that came, in order. */
  seen = [];
  #refused = new Set();
  #server;

  /** @param trust issuer, jwks (URL), and what else jwtVerify shall require; scopes to name in the metadata */
  static async start(trust) {
    const server = new ProtectedServer();
    await server.#listen(await freePort(), trust);
    return server;
  }

  async #listen(port, { issuer, jwks, scopes, ...required }) {
    this.url = `http://127.0.0.1:${port}/mcp`;
    const keys = createRemoteJWKSet(new URL(jwks));
    const metadata = { resource: this.url, authorization_servers: [issuer], ...(scopes && { scopes_supported: scopes }) };
    const hint = `Bearer resource_metadata="http://127.0.0.1:${port}/.well-known/oauth-protected-resource/mcp"`;
    this.#server = http.createServer(async (request, response) => {
      if (request.url === '/.well-known/oauth-protected-resource/mcp') {
        return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(metadata));
      }
      const authorization = request.headers.authorization ?? '';
      if (authorization) this.seen.push(authorization);
      const claims = await this.#verified(authorization, keys, { issuer, ...required });
      if (!claims) return response.writeHead(401, { 'www-authenticate': hint }).end();
      await answer(handlerFor(claims), request, response);
    });
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async #verified(authorization, keys, required) {
    const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
    if (!token || this.#refused.has(token)) return undefined;
    const audience = required.audience === 'resource' ? this.url : required.audience;
    return jwtVerify(token, keys, { ...required, audience }).then(({ payload }) => payload, () => undefined);
  }

  /** From now on the tokens that came so far are refused, as if they had been revoked. */
  refuseWhatCame() {
    this.seen.forEach(authorization => this.#refused.add(authorization.split(' ')[1]));
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function handlerFor(claims) {
  return createMcpHandler(() => {
    const server = new McpServer({ name: 'protected', version: '1.0.0' });
    server.registerTool('whoami', { description: 'Says whose token came.' }, () => ({
      content: [{ type: 'text', text: JSON.stringify({ sub: claims.sub, scope: claims.scope, aud: claims.aud }) }],
    }));
    return server;
  });
}

async function answer(handler, request, response) {
  const body = request.method === 'POST' ? request : undefined;
  const asked = new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method, headers: request.headers, body, duplex: 'half',
  });
  const { status, headers, body: stream } = await handler.fetch(asked);
  response.writeHead(status, Object.fromEntries(headers));
  for await (const chunk of stream ?? []) response.write(chunk);
  response.end();
}
