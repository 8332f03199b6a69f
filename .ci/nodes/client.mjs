// A public client that can choose the node for each request, and sees each answer as it came.
import { ACCOUNT } from '../lib/database-server.mjs';
import { CallbackListener } from '../lib/callback-listener.mjs';
import { PublicClient } from '../lib/public-client.mjs';
import { UserAgent } from '../lib/user-agent.mjs';
import { send } from './wire.mjs';

const METADATA = '/.well-known/oauth-authorization-server';
const REVISION = '2026-07-28';
const SESSION_REVISION = '2025-11-25';

export const registration = (redirectUri, name) => ({
  client_name: name,
  redirect_uris: [redirectUri],
  token_endpoint_auth_method: 'none',
});

export class Client extends PublicClient {
  #listener;

  /** Registers at a node, or through the balancer; the answer has to be a success. */
  static async register({ issuer, url }, name, port) {
    const listener = await CallbackListener.open();
    try {
      const metadata = (await send(`${issuer}${METADATA}`, { port })).json;
      const answer = await send(metadata.registration_endpoint, { port, json: registration(listener.redirectUri, name) });
      if (answer.status !== 201) throw Object.assign(new Error(`registration: ${answer.status} ${answer.text}`), answer);
      const client = new Client(metadata, url, listener.redirectUri, answer.json.client_id);
      client.#listener = listener;
      return client;
    } catch (error) {
      listener.close();
      throw error;
    }
  }

  close() {
    this.#listener.close();
  }

  /** What redeems a code: the code and its verifier. */
  async authorize(userAgent = new UserAgent(ACCOUNT), scope = 'db:read') {
    const { url, state, verifier } = this.authorizationRequest(scope);
    let end;
    const callback = await this.#listener.during(async () => (end = await userAgent.authorize(url)));
    if (callback.get('state') !== state || !callback.get('code')) throw new Error(`called back at ${end.url}`);
    return { code: callback.get('code'), verifier };
  }

  redeem({ code, verifier }, port) {
    const proof = { code, code_verifier: verifier, redirect_uri: this.redirectUri };
    return this.token({ grant_type: 'authorization_code', ...proof }, port);
  }

  refresh({ refresh_token }, port) {
    return this.token({ grant_type: 'refresh_token', refresh_token }, port);
  }

  token(grant, port) {
    const form = { client_id: this.clientId, resource: this.resource, ...grant };
    return send(this.metadata.token_endpoint, { port, form });
  }

  revoke(token, port) {
    return send(this.metadata.revocation_endpoint, { port, form: { client_id: this.clientId, token } });
  }

  /** Whether the authorization endpoint knows the client. */
  async isKnown(port) {
    const { status, headers } = await send(this.authorizationRequest().url, { port });
    return status === 303 && new URL(headers.location).searchParams.has('txn');
  }

  /** Calls a tool; the stateless era needs no session, so any node can answer. */
  call({ access_token }, port, sql = 'select 6 * 7') {
    return send(this.resource, { port, ...toolCall(access_token, sql) });
  }

  /** Opens a session at a node. */
  async openSession({ access_token }, port) {
    const params = {
      protocolVersion: SESSION_REVISION,
      capabilities: {},
      clientInfo: { name: 'nodes', version: '1' },
    };
    const answer = await new McpSession(this.resource, access_token).request(port, 'initialize', params);
    if (answer.status !== 200) throw new Error(`initialize: ${answer.status} ${answer.text}`);
    return new McpSession(this.resource, access_token, answer.headers['mcp-session-id']);
  }

  /** A session that somebody else opened. */
  takeSession({ access_token }, id) {
    return new McpSession(this.resource, access_token, id);
  }
}

/** A session of MCP, which ends when its client says so. */
class McpSession {
  #requests = 0;

  constructor(url, accessToken, id) {
    Object.assign(this, { url, id });
    this.headers = {
      authorization: `Bearer ${accessToken}`,
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': SESSION_REVISION,
      ...(id && { 'mcp-session-id': id }),
    };
  }

  call(port, sql = 'select 6 * 7') {
    return this.request(port, 'tools/call', { name: 'query', arguments: { sql } });
  }

  request(port, method, params) {
    const json = { jsonrpc: '2.0', id: ++this.#requests, method, params };
    return send(this.url, { port, headers: this.headers, json });
  }

  end(port) {
    return send(this.url, { port, method: 'DELETE', headers: this.headers });
  }
}

export function toolCall(accessToken, sql) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': REVISION,
    'io.modelcontextprotocol/clientInfo': { name: 'nodes', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return {
    headers: {
      authorization: `Bearer ${accessToken}`,
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': REVISION,
      'mcp-method': 'tools/call',
      'mcp-name': 'query',
    },
    json: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'query', arguments: { sql }, _meta } },
  };
}
