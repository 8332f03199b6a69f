// The servers that are compared, each on a port of its own and all on one core.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { adopt, freePort, stop, untilServing } from '../../../.ci/lib/processes.mjs';
import { JAVA, jar } from '../../../.ci/lib/project.mjs';

export const SERVER_CORE = 0;
export const GENERATOR_CORE = 1;
export const SPRING = fileURLToPath(new URL('../../../.ci/authorization-servers/spring', import.meta.url));
export const SECRET = 'the-secret-of-a-machine';
export const REDIRECT = 'https://client.example/callback'; // where consent is remembered, unlike on loopback

const BENCHMARKS = jar('benchmarks/target/benchmarks.jar');
const PACKAGE = 'dev.mcpoauth.example.benchmarks';

export const java = (name, options = []) => (...args) => [JAVA, ...options, '-cp', BENCHMARKS, `${PACKAGE}.${name}`, ...args];
const node = name => port =>
  [process.execPath, '--expose-gc', fileURLToPath(new URL(`servers/${name}.mjs`, import.meta.url)), port];

/** How each is started, as a command that a port is given to. */
export const COMMANDS = {
  ours: port => java('load.LoadServer')(port, 'memory'),
  oursOnDisk: port => java('load.LoadServer')(port, 'h2-file'),
  javaSdk: java('peer.SdkServer'),
  typescript1: node('typescript-1'),
  typescript2: node('typescript-2'),
  typescriptAuthorization: node('typescript-authorization'),
  oidcProvider: node('oidc-provider'),
  spring: port => [JAVA, '-jar', path.join(SPRING, 'target/peer.jar'), ...springSettings(port)],
  bare: java('load.BareServer'),
  streams: java('stream.StreamServer', ['-Xmx256m', '-Xms256m', '-XX:+AlwaysPreTouch']),
  javaSdkStreams: java('peer.SdkServer', ['-Xmx512m', '-Xms512m', '-XX:+AlwaysPreTouch']),
};

/** A process that keeps to one core. */
export function pinned(core, [command, ...args], options = {}) {
  return adopt(spawn('taskset', ['-c', String(core), command, ...args.map(String)], { stdio: ['pipe', 'ignore', 'inherit'], ...options }));
}

/** A server that answers at `ready`. */
export async function serve(command, ready) {
  const port = await freePort();
  const child = pinned(SERVER_CORE, command(port));
  await untilServing(`http://127.0.0.1:${port}${ready}`, child);
  return { port, origin: `http://127.0.0.1:${port}`, pid: child.pid, stop: () => stop(child) };
}

function springSettings(port) {
  const root = 'spring.security.oauth2.authorizationserver';
  const client = (name, grants, format, more = {}) => Object.fromEntries(Object.entries({
    'registration.client-id': name,
    'registration.client-secret': `{noop}${SECRET}-${name}`,
    'registration.client-authentication-methods': 'client_secret_post',
    'registration.authorization-grant-types': grants,
    'registration.scopes': 'api',
    'token.access-token-format': format,
    'token.access-token-time-to-live': '1h',
    'token.reuse-refresh-tokens': false,
    ...more,
  }).map(([key, value]) => [`${root}.client.${name}.${key}`, value]));
  const codes = { 'registration.redirect-uris': REDIRECT, 'require-proof-key': true };
  return Object.entries({
    'server.port': port,
    'server.address': '127.0.0.1',
    'server.tomcat.max-keep-alive-requests': -1,
    'logging.level.root': 'warn',
    'spring.security.user.name': 'ada',
    'spring.security.user.password': '{noop}x',
    'peer.plain-secrets': true,
    [`${root}.issuer`]: `http://127.0.0.1:${port}`,
    ...client('app-opaque', 'authorization_code,refresh_token', 'reference', codes),
    ...client('app-rs256', 'authorization_code,refresh_token', 'self-contained', codes),
    ...client('machine-opaque', 'client_credentials', 'reference'),
    ...client('machine-rs256', 'client_credentials', 'self-contained'),
  }).map(([name, value]) => `--${name}=${value}`);
}
