// An authorization request as a well-behaved public client makes it (RFC 7591 registration, RFC 7636 S256, RFC 8707).
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';

const random = () => randomBytes(32).toString('base64url');

/** Registers a client by name; answers its client_id. */
export async function register(metadata, name, redirectUri) {
  const response = await fetch(metadata.registration_endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: name, redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' }),
  });
  assert.equal(response.status, 201);
  return (await response.json()).client_id;
}

export async function metadataOf(issuer) {
  return (await fetch(`${issuer}/.well-known/oauth-authorization-server`)).json();
}

export function authorizationRequest(metadata, { clientId, redirectUri, resource, scope }) {
  const state = random();
  const verifier = random();
  const url = new URL(metadata.authorization_endpoint);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state,
    resource,
    scope,
  });
  return { url: url.href, state, verifier };
}
