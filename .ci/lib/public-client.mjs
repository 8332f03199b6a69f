// A public client by the book, without a library: RFC 7591 registration, RFC 7636 S256, RFC 8707 resource, RFC 9207 iss.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { CallbackListener } from './callback-listener.mjs';

const random = () => randomBytes(32).toString('base64url');

export class PublicClient {
  constructor(metadata, resource, redirectUri, clientId) {
    Object.assign(this, { metadata, resource, redirectUri, clientId });
  }

  static async register({ issuer, url }, redirectUri, name) {
    const metadata = await (await fetch(`${issuer}/.well-known/oauth-authorization-server`)).json();
    const response = await fetch(metadata.registration_endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: name, redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' }),
    });
    assert.equal(response.status, 201, await response.clone().text());
    return new PublicClient(metadata, url, redirectUri, (await response.json()).client_id);
  }

  authorizationRequest(scope = 'db:read') {
    const state = random();
    const verifier = random();
    const url = new URL(this.metadata.authorization_endpoint);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state,
      resource: this.resource,
      scope,
    });
    return { url: url.href, state, verifier };
  }

  /** Signs in with the user agent, whose callback goes to the listener, and redeems the code. */
  async signIn(userAgent, scope) {
    const { url, state, verifier } = this.authorizationRequest(scope);
    const listener = await CallbackListener.open(Number(new URL(this.redirectUri).port));
    const callback = await listener.during(() => userAgent.authorize(url)).finally(() => listener.close());
    assert.equal(callback.get('state'), state);
    assert.equal(callback.get('iss'), this.metadata.issuer);
    const code = { code: callback.get('code'), code_verifier: verifier, redirect_uri: this.redirectUri };
    return this.#tokens({ grant_type: 'authorization_code', ...code });
  }

  refresh(refreshToken) {
    return this.#tokens({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  async #tokens(grant) {
    const body = new URLSearchParams({ client_id: this.clientId, resource: this.resource, ...grant });
    const response = await fetch(this.metadata.token_endpoint, { method: 'POST', body });
    assert.equal(response.status, 200, await response.clone().text());
    return response.json();
  }
}
