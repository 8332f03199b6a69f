// What a start of our bridge costs where the user is signed in, against a server that keeps each request.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run, stopAll } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';
import { RemoteServer } from '../lib/remote-server.mjs';
import { INITIALIZE, StdioProcess } from '../lib/stdio-process.mjs';

const BRIDGE = jar('bridge/target/mcp-oauth-bridge.jar');
const BROWSER = fileURLToPath(new URL('../lib/visit.mjs', import.meta.url));

/** Libraries and parts of the JDK that a start must not wait for. */
const OFF_THE_WARM_PATH = [
  'com.fasterxml.jackson.databind.',
  'com.nimbusds.',
  'com.github.benmanes.caffeine.',
  'ch.qos.logback.',
  'org.slf4j.simple.',
  'java.util.logging.',
  'com.sun.net.httpserver.',
  'dev.mcpoauth.transport.server.',
  'dev.mcpoauth.transport.servlet.',
];

describe('a start of mcp-oauth-bridge, signed in', () => {
  let server;
  let folder;
  let log;

  before(async () => {
    server = await RemoteServer.start();
    folder = await mkdtemp(path.join(os.tmpdir(), 'mcp-oauth-start-'));
    log = path.join(folder, 'classes');
    const flags = ['--state-dir', path.join(folder, 'state'), '--key-source', 'file'];
    const login = await run(JAVA, ['-jar', BRIDGE, 'login', server.url, ...flags], { env: { BROWSER } });
    assert.equal(login.code, 0, login.stderr);
    server.requests.length = 0;
    const bridge = new StdioProcess(JAVA, [`-Xlog:class+load:file=${log}`, '-jar', BRIDGE, server.url, ...flags, '--wait-for-server']);
    assert.equal((await bridge.request('initialize', INITIALIZE)).serverInfo.name, 'remote-server');
    server.before = [...server.requests];
    log = await readFile(log, 'utf8');
    await bridge.end();
  });
  after(async () => {
    await stopAll();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes at most two requests to the first answer', () => {
    assert.ok(server.before.length > 0 && server.before.length <= 2, server.before.join(', '));
  });

  it('loads no class of what only a sign-in needs before the first answer', () => {
    const loaded = log.split('\n').map(line => line.match(/\] (\S+) source:/)?.[1]).filter(Boolean);
    assert.ok(loaded.includes('dev.mcpoauth.client.bridge.Bridge'), 'the log of loaded classes is not understood');
    assert.deepEqual(loaded.filter(name => OFF_THE_WARM_PATH.some(prefix => name.startsWith(prefix))), []);
  });

  it('is one jar of at most 3 MB', async () => {
    const { size } = await stat(BRIDGE);
    assert.ok(size <= 3_000_000, `${size} bytes`);
  });
});
