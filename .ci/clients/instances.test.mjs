// Our bridge where others have come to grief: several at once, tokens that are revoked, forged callbacks, a server that is away.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { ACCOUNT, workFolder } from '../lib/database-server.mjs';
import { stopAll, until } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';
import { UserAgent } from '../lib/user-agent.mjs';
import { listsTheTools, queries } from './database.mjs';
import { StdioHost } from './stdio-host.mjs';
import { WatchedServer } from './watched-server.mjs';

const INSTANCES = 4;
const OUTAGE_MS = 30_000;

let folder, server;
const open = [];

before(async () => {
  folder = await workFolder('instances');
  server = await WatchedServer.start(folder);
});
after(async () => {
  await Promise.all(open.map(host => host.close().catch(() => {})));
  await server?.goAway();
  await stopAll();
});

async function connect(name, ...flags) {
  const own = path.join(folder, name);
  await mkdir(own, { recursive: true });
  const bridge = ['-XX:TieredStopAtLevel=1', '-jar', jar('bridge/target/mcp-oauth-bridge.jar'), server.url];
  const host = new StdioHost(own);
  open.push(host);
  return host.connect(JAVA, [...bridge, '--state-dir', path.join(own, 'state'), '--key-source', 'file', '--debug', ...flags]);
}

const atOnce = act => Promise.all(Array.from({ length: INSTANCES }, (_, i) => act(i)));
const grants = type => server.forms('/token').filter(form => form.grant_type === type);

let four;

it('four at once open one tab, register once and redeem one code', async () => {
  four = await atOnce(() => connect('four'));
  await Promise.all(four.map(listsTheTools));
  assert.equal((await four[0].signIns()).length, 1);
  assert.equal(server.count('POST', '/register'), 1);
  assert.equal(grants('authorization_code').length, 1);
});

it('four whose tokens are revoked refresh once, and use no refresh token twice', async () => {
  server.revokeWhatWasUsed();
  await Promise.all(four.map(queries));
  assert.equal(grants('refresh_token').length, 1);
  assert.equal((await four[0].signIns()).length, 1);
});

it('forged callbacks change nothing', async () => {
  const host = await connect('forged', '--no-browser');
  const tools = listsTheTools(host);
  const log = path.join(folder, 'forged', 'bridge.log');
  const url = await until('the sign-in', async () => /Sign in at: (http\S+)/.exec(await readFile(log, 'utf8'))?.[1]);
  const callback = new URL(server.forms('/par').at(-1).redirect_uri);
  const forgeries = ['error=access_denied', 'code=x', `code=x&state=${crypto.randomUUID()}`, 'error=access_denied&state=', 'code=x&state=x&iss=x', ''];
  for (const forged of [...forgeries, ...forgeries]) {
    callback.search = forged;
    const { status } = await fetch(callback);
    assert.equal(status, 400, forged);
  }
  await new UserAgent(ACCOUNT).authorize(url);
  await tools;
});

it('a restart of the server is a delay', async () => {
  const [host] = four;
  assert.equal(await server.server.stop(), 143);
  const tools = host.listTools();
  await server.server.start();
  await tools;
  await queries(host);
});

it('an outage of 30 s is a delay', async () => {
  const [host, other] = four;
  await server.goAway();
  const began = Date.now();
  const calls = Promise.all([listsTheTools(host), queries(other)]);
  calls.catch(() => {}); // told by the await below
  await delay(OUTAGE_MS);
  await server.comeBack();
  await calls;
  assert.ok(Date.now() - began >= OUTAGE_MS);
  assert.equal((await host.signIns()).length, 1);
});
