// npm oidc-provider, strict: PKCE for all, tokens for one resource, registration open, rotation of refresh tokens.
import http from 'node:http';
import { once } from 'node:events';
import Provider from 'oidc-provider';
import { freePort } from '../lib/processes.mjs';

const HOUR = 3600;

export class OidcProvider {
  #server;

  /** @param more settings over those here, such as features */
  static async start(more = {}) {
    const provider = new OidcProvider();
    const port = await freePort();
    provider.issuer = `http://127.0.0.1:${port}`;
    provider.trust = { issuer: provider.issuer, jwks: `${provider.issuer}/jwks`, scopes: ['mcp:read'], audience: 'resource' };
    provider.requests = [];
    const instance = new Provider(provider.issuer, settings(more));
    instance.use(async (context, next) => {
      await next();
      provider.requests.push(`${context.method} ${context.path} ${context.status} ${context.oidc?.body?.grant_type ?? ''}`.trim());
    });
    provider.#server = http.createServer(instance.callback());
    provider.#server.listen(port, '127.0.0.1');
    await once(provider.#server, 'listening');
    return provider;
  }

  /** How often the token endpoint has granted tokens for this. */
  granted(grantType) {
    return this.requests.filter(request => request === `POST /token 200 ${grantType}`).length;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const settings = ({ features = {}, ...more }) => ({
  scopes: ['openid', 'offline_access', 'mcp:read'],
  pkce: { required: () => true },
  ttl: { AccessToken: HOUR, RefreshToken: 24 * HOUR, Grant: 24 * HOUR, Session: HOUR, Interaction: HOUR, DeviceCode: 600 },
  cookies: { keys: ['of a test'] },
  features: {
    registration: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    revocation: { enabled: true },
    deviceFlow: { enabled: true },
    dPoP: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => [],
      useGrantedResource: () => true,
      getResourceServerInfo: (context, resource) => ({
        scope: 'mcp:read', audience: resource, accessTokenFormat: 'jwt', accessTokenTTL: HOUR,
      }),
    },
    ...features,
  },
  ...more,
});
