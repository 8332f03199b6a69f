// The doctor of the bridge, run as a person runs it, against the running example: before and after a sign-in, and when the example is gone.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { run } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';
import { runningExample, signsInThroughABridge } from './stdio-bridge.mjs';
import { StdioHost } from './stdio-host.mjs';

const example = runningExample('doctor');

/** Our server refuses pages of origins that it was not told of, which the doctor says, and which keeps no program out. */
const PAGES_ONLY = ['doctor.cors.server'];

const bridge = () => ['-jar', jar('bridge/target/mcp-oauth-bridge.jar')];
const stateDir = name => path.join(example.folder, name, 'state');
const state = name => ['--state-dir', stateDir(name), '--key-source', 'file'];

const doctor = (name, ...flags) => run(JAVA, [...bridge(), 'doctor', example.server.url, ...state(name), ...flags]);

async function findings(name, ...flags) {
  const { code, stdout, stderr } = await doctor(name, '--json', ...flags);
  assert.equal(stderr, '');
  const diagnosis = JSON.parse(stdout);
  assert.equal(code, diagnosis.canSignIn ? 0 : 1);
  return diagnosis.findings;
}

const marked = (all, ...marks) => all.filter(({ mark }) => marks.includes(mark)).map(({ id }) => id);
const detail = (all, id) => all.find(finding => finding.id === id).detail;

describe('mcp-oauth-bridge doctor', () => {
  it('finds nothing wrong with the example, and leaves nothing behind', async () => {
    const all = await findings('nobody');
    assert.deepEqual(marked(all, 'fails', 'warns'), PAGES_ONLY);
    assert.equal(detail(all, 'doctor.token.unknown'), '401 invalid_token');
    assert.equal(existsSync(stateDir('nobody')), false);
  });

  it('registers a client if told, with any port of this machine', async () => {
    const all = await findings('nobody', '--register');
    assert.deepEqual(marked(all, 'fails', 'warns'), PAGES_ONLY);
    assert.match(detail(all, 'doctor.register.port'), /is taken$/);
  });

  signsInThroughABridge(example, 'somebody', own => {
    const flags = ['--state-dir', path.join(own, 'state'), '--key-source', 'file', '--debug'];
    return new StdioHost(own, 'legacy').connect(JAVA, [...bridge(), example.server.url, ...flags]);
  });

  it('uses the sign-in of the bridge, and says what the server speaks', async () => {
    const all = await findings('somebody');
    assert.deepEqual(marked(all, 'fails', 'warns'), [...PAGES_ONLY, 'doctor.cors.exposed']);
    assert.equal(detail(all, 'doctor.server.accepts'), 'it answers');
    assert.match(detail(all, 'doctor.server.era'), /2026-07-28 and the session era.*tools/);
  });

  it('makes a report that has no secret in it', async () => {
    const { code, stdout } = await doctor('somebody', '--bundle', '--header', 'X-Key: key-of-the-user');
    assert.equal(code, 0);
    assert.match(stdout, /^# Report of mcp-oauth-bridge doctor\n/);
    assert.doesNotMatch(stdout, /key-of-the-user|Bearer [A-Za-z0-9_-]{16}/);
  });

  it('says that the server is gone', async () => {
    await example.server.stop();
    const { code, stdout } = await doctor('somebody');
    assert.equal(code, 1);
    assert.match(stdout, /^FAIL +doctor\.address\.connection +RFC 9110 §4\.3\.2 .*refused$/m);
  });
});
