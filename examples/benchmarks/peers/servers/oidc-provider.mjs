// npm oidc-provider: PKCE for all, refresh tokens rotated, opaque tokens for one resource, signed ones for another. Its own adapter for
// memory forgets all but the last thousand entries, so there is one here that does not.
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';
import { serve } from './serve.mjs';

const HOUR = 3600;
const stored = new Map();

class Memory {
  #name;

  constructor(name) {
    this.#name = name;
  }

  #key(id) {
    return `${this.#name} ${id}`;
  }

  async upsert(id, payload) {
    stored.set(this.#key(id), payload);
    if (this.#name === 'Session') stored.set(`uid ${payload.uid}`, payload);
  }

  async find(id) {
    return stored.get(this.#key(id));
  }

  async findByUid(uid) {
    return stored.get(`uid ${uid}`);
  }

  async consume(id) {
    stored.get(this.#key(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    stored.delete(this.#key(id));
  }

  async revokeByGrantId(grantId) {
    for (const [key, payload] of stored) if (payload.grantId === grantId) stored.delete(key);
  }
}

const issuer = `http://127.0.0.1:${process.argv[2]}`;
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
const format = resource => (resource.endsWith('/es256') ? { accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } } : { accessTokenFormat: 'opaque' });
const provider = new Provider(issuer, {
  adapter: Memory,
  jwks: { keys: [{ ...key, kid: 'a', alg: 'ES256', use: 'sig' }] },
  clients: [
    {
      client_id: 'app', redirect_uris: ['https://client.example/callback'], token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'], id_token_signed_response_alg: 'ES256',
    },
    {
      client_id: 'machine', client_secret: 'the-secret-of-a-machine', token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: [], response_types: [], grant_types: ['client_credentials'], id_token_signed_response_alg: 'ES256',
    },
  ],
  scopes: ['api', 'openid', 'offline_access'],
  pkce: { required: () => true },
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  ttl: { AccessToken: HOUR, ClientCredentials: HOUR, RefreshToken: 24 * HOUR, Grant: 24 * HOUR, Session: HOUR, Interaction: HOUR },
  cookies: { keys: ['of a benchmark'] },
  features: {
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => `${issuer}/opaque`,
      useGrantedResource: () => true,
      getResourceServerInfo: (context, resource) => ({ scope: 'api', audience: resource, accessTokenTTL: HOUR, ...format(resource) }),
    },
  },
});
serve(provider.callback());
