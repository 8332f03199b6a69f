// W1: the token endpoint. A person has signed in once at each server; codes are gathered outside the time that counts.
import { createHash, randomBytes } from 'node:crypto';
import { UserAgent } from '../../../.ci/lib/user-agent.mjs';
import { COMMANDS, REDIRECT, SECRET, serve } from './servers.mjs';

export const CONNECTIONS = 8;
const FORM = 'Content-Type: application/x-www-form-urlencoded\r\n';
export const METADATA = '/.well-known/oauth-authorization-server';
const VERIFIER = randomBytes(32).toString('base64url');
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

export const OURS = { authorize: '/authorize', token: '/token', client: { client_id: 'app' }, machine: { client_id: 'machine', client_secret: SECRET } };
const resource = name => origin => ({ resource: `${origin}/${name}` });

/** Each system with each kind of token; the one with `all` false has only the exchange of codes. */
const SUBJECTS = [
  { name: 'ours, opaque', command: 'ours', ...OURS, more: resource('opaque') },
  { name: 'ours, opaque, H2 on disk with fsync', command: 'oursOnDisk', ...OURS, more: resource('opaque') },
  { name: 'ours, EdDSA', command: 'ours', ...OURS, more: resource('eddsa'), person: 'bob' },
  { name: 'ours, ES256', command: 'ours', ...OURS, more: resource('es256'), person: 'cy' },
  { name: 'oidc-provider, opaque', command: 'oidcProvider', ...OURS, authorize: '/auth', more: resource('opaque') },
  { name: 'oidc-provider, ES256', command: 'oidcProvider', ...OURS, authorize: '/auth', more: resource('es256') },
  spring('opaque'),
  spring('rs256'),
  { name: 'TypeScript SDK 1.x example, opaque', command: 'typescriptAuthorization', ...OURS, more: resource('opaque'), all: false },
];

function spring(format) {
  const client = kind => ({ client_id: `${kind}-${format}`, client_secret: `${SECRET}-${kind}-${format}` });
  const paths = { authorize: '/oauth2/authorize', token: '/oauth2/token' };
  return { name: `Spring, ${format === 'opaque' ? format : 'RS256'}`, command: 'spring', ...paths, client: client('app'), machine: client('machine'), more: () => ({}), codes: 12 }; // it keeps a hundred codes
}

/** Starts what the subjects need and signs in; gathers at most so many codes per connection and round. Answers the cases by grant, and what to stop. */
export async function prepare(codes, wanted = () => true) {
  const servers = new Map();
  const cases = { 'client credentials': [], refresh: [], 'code and PKCE': [] };
  for (const subject of SUBJECTS.filter(({ name }) => wanted(name))) {
    if (!servers.has(subject.command)) servers.set(subject.command, await serve(COMMANDS[subject.command], METADATA));
    const server = servers.get(subject.command);
    const client = new Client(subject, server);
    const add = (grant, workload) => cases[grant].push({ name: `${subject.name}, ${grant}`, subject: subject.name, server, workload, connections: CONNECTIONS });
    if (subject.all !== false) {
      add('client credentials', client.machine());
      add('refresh', await client.refreshing());
    }
    add('code and PKCE', await client.redeeming(codes));
  }
  return { cases, stop: () => Promise.all([...servers.values()].map(server => server.stop())) };
}

/** One person at one server, with the workloads that need one. */
export class Client {
  #subject;
  #server;
  #person;
  #query;

  constructor(subject, server) {
    this.#subject = subject;
    this.#server = server;
    // Consent is remembered by person and client, for what was granted last.
    this.#person = new UserAgent({ name: subject.person ?? 'ada', password: 'x' });
    this.#query = new URLSearchParams({
      response_type: 'code', client_id: subject.client.client_id, redirect_uri: REDIRECT, scope: 'api',
      code_challenge: CHALLENGE, code_challenge_method: 'S256', ...subject.more(server.origin),
    });
  }

  #form(grant, client = this.#subject.client) {
    // Marks in braces stay what they are.
    return new URLSearchParams({ ...client, ...this.#subject.more(this.#server.origin), ...grant }).toString().replace(/%7B(\w+)%7D/g, '{$1}');
  }

  #workload(kind, body, more = {}) {
    return { kind, path: this.#subject.token, headers: FORM, body, ...more };
  }

  machine() {
    const body = this.#form({ grant_type: 'client_credentials', scope: 'api' }, this.#subject.machine);
    return this.#workload('same', body, { expected: 'access_token' });
  }

  async refreshing() {
    const tokens = [];
    for (let i = 0; i < CONNECTIONS; i++) tokens.push((await this.tokens()).refresh_token);
    return this.#workload('refresh', this.#form({ grant_type: 'refresh_token', refresh_token: '{token}' }), { tokens });
  }

  async redeeming(most) {
    await this.#code();
    const authorize = `${this.#subject.authorize}?${this.#query}`;
    const cookie = this.#person.cookies(new URL(this.#server.origin).host);
    return this.#workload('code', this.#redemption('{code}'), { authorize, cookie, codes: String(Math.min(most, this.#subject.codes ?? most)) });
  }

  async tokens() {
    const url = this.#server.origin + this.#subject.token;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetch(url, { method: 'POST', headers, body: this.#redemption(await this.#code()) });
    if (!response.ok) throw new Error(`${this.#subject.name}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  #redemption(code) {
    return this.#form({ grant_type: 'authorization_code', redirect_uri: REDIRECT, code_verifier: VERIFIER, code });
  }

  async #code() {
    const { url } = await this.#person.authorize(`${this.#server.origin}${this.#subject.authorize}?${this.#query}`, { leave: false });
    const code = new URL(url).searchParams.get('code');
    if (!code) throw new Error(`${this.#subject.name} sent no code but ${url}`);
    return code;
  }
}
