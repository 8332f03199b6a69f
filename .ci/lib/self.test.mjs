// The parts of these checks that judge or read something, tested on their own: a check that can not fail is none.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import * as peers from '../clients/peers/table.mjs';
import { drops, judge, warnings } from '../conformance/verdict.mjs';
import * as containers from '../containers/table.mjs';
import { INVARIANTS, problems, read, STORES, table } from '../stores/table.mjs';
import { forms, text } from './html.mjs';
import { run } from './processes.mjs';
import { relevant } from './threads.mjs';

const success = { id: 'tools-list', status: 'SUCCESS' };
const schema = { id: 'wire-schema-valid', status: 'SUCCESS' };
const failure = { id: 'caching', status: 'FAILURE', errorMessage: 'no\n  ttlMs' };
const warning = { id: 'name', status: 'WARNING' };

describe('a conformance scenario', () => {
  for (const [passed, what, checks, output] of [
    [true, 'with a success', [success, schema]],
    [true, 'with a warning beside a success', [success, warning]],
    [false, 'with a failure beside a success', [success, failure]],
    [false, 'without any check', []],
    [false, 'whose only success is the schema of no messages', [schema, warning]],
    [false, 'that only warns or skips', [warning, { id: 'x', status: 'SKIPPED' }]],
    [false, 'whose client exited with an error', [success], 'CLIENT EXITED WITH ERROR (code 3) - Test may be incomplete'],
    [false, 'whose client ran into the time limit', [success], 'CLIENT TIMED OUT - Test incomplete'],
  ]) {
    it(`${passed ? 'passes' : 'fails'} ${what}`, () => assert.equal(judge('s', checks, output).passed, passed));
  }

  it('is reported with the check that failed, on one line', () =>
    assert.deepEqual(judge('s', [failure]).failures, ['caching: no ttlMs']));

  it('is reported with each warning beside its success', () => {
    assert.deepEqual(warnings([judge('a', [success, warning]), judge('b', [success])]), ['a warns: name']);
  });

  it('is reported with why the suite skipped it', () =>
    assert.deepEqual(judge('s', [{ id: 'x', status: 'SKIPPED', errorMessage: 'Skipped: later' }]).failures, [
      'no check succeeded',
      'x: Skipped: later',
    ]));
});

describe('the recorded state of a conformance set', () => {
  const ran = [{ scenario: 'a', passed: true }, { scenario: 'b', passed: false }];
  for (const [problems, what, expected] of [
    [0, 'agrees with what ran', { total: 2, failing: ['b'] }],
    [1, 'notices a drop', { total: 2, failing: [] }],
    [1, 'notices a scenario that is recorded as failing and passes', { total: 2, failing: ['a', 'b'] }],
    [1, 'notices a scenario that went missing', { total: 3, failing: ['b'] }],
  ]) {
    it(what, () => assert.equal(drops(ran, expected).length, problems));
  }
});

describe('the HTML reader', () => {
  const [form] = forms(`<form method=post action="/a?b=1&amp;c=2"><label for=u>Name</label>
    <input id=u name="user" value='say "hi" &lt;b&gt;' required><input type=hidden name=h value="x>y">
    <input type="checkbox" name="scope" value="db:read" checked><button name="decision" value="yes">Allow <b>it</b></button>
    <button type="button">Help</button><input type="submit" value="Deny"></form>`);

  it('finds method and action', () => assert.deepEqual([form.method, form.action], ['POST', '/a?b=1&c=2']));
  it('finds fields with their decoded values', () =>
    assert.deepEqual(form.fields.map(({ type, name, value }) => [type, name, value]), [
      ['text', 'user', 'say "hi" <b>'],
      ['hidden', 'h', 'x>y'],
      ['checkbox', 'scope', 'db:read'],
    ]));
  it('finds the buttons that submit', () =>
    assert.deepEqual(form.buttons.map(({ name, value, label }) => [name, value, label]), [
      ['decision', 'yes', 'Allow it'],
      [undefined, 'Deny', 'Deny'],
    ]));
  it('reads text', () => assert.equal(text('<p>a &amp; b</p>\n<p>&#x41;&#66;</p>'), 'a & b AB'));
});

describe('the table of stores and invariants', () => {
  const all = outcome => [...STORES.keys()].flatMap(s => INVARIANTS.map(n => `${s}\t${n}\t${outcome}`));
  it('is content when each invariant held on each store, whatever else did not apply', () =>
    assert.deepEqual(problems(read([...all('passed'), ...all('skipped')].join('\n'))), []));
  for (const [what, lines] of [
    ['a failure beside a success', [...all('passed'), 'InMemoryOAuthStoreTest\t7\tfailed']],
    ['an invariant that was only skipped', [...all('passed').slice(1), all('skipped')[0]]],
    ['an invariant that nobody tried', all('passed').slice(1)],
  ]) {
    it(`notices ${what}`, () => assert.equal(problems(read(lines.join('\n'))).length, 1));
  }
  it('has a row per store', () => assert.equal(table(read('')).length, STORES.size + 1));
});

describe('the table of peers and eras', () => {
  const spoken = peers.PEERS.flatMap(peer => peers.ERAS.map(era => ({ peer, era, run: peer, step: 'lists tools' }))).filter(
    ({ peer, era }) => peers.problems(peers.gather([{ peer, era, run: 'x' }]), []).every(problem => !problem.includes('not spoken')));
  const found = (outcomes, planned = []) => peers.problems(peers.gather(outcomes), planned);
  it('is content when each step of each peer passed in each era that it speaks', () => {
    assert.deepEqual(found(spoken, peers.PEERS), []);
    assert.ok(spoken.length > 25, `${spoken.length} cells`);
  });
  for (const [what, outcomes, planned] of [
    ['a step that failed beside one that passed', [...spoken, { ...spoken[0], failure: 'no answer' }]],
    ['a failure without words', [...spoken, { ...spoken[0], failure: '' }]],
    ['a cell in which nothing was run', spoken.slice(1)],
    ['a run of which nothing is left', spoken, ['a second server']],
    ['a peer that speaks more than was said', [...spoken, { peer: 'TS 1.x client', era: '2026-07-28', run: 'new' }]],
  ]) {
    it(`notices ${what}`, () => assert.equal(found(outcomes, planned).length, 1));
  }
  it('counts what passed of what was run', () => {
    const [, row] = peers.table(peers.gather([...spoken, { ...spoken[0], failure: 'no answer' }]));
    assert.match(row, /^TS 1\.x client +1\/2 +1\/1 .* - +1\/1$/);
  });
});

describe('the table of containers and JDKs', () => {
  const sets = passed => ({ a: [{ passed: true }, { passed }], b: [{ passed: true }], 'a-unscored': [], 'b-unscored': [] });
  const ran = (run, failed) => `[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1 s -- in A
[INFO] Tests run: ${run}, Failures: ${failed}, Errors: 0, Skipped: 0`;
  it('shows scores and counts', () => {
    assert.equal(containers.conformance(sets(false), 0).text, '1/2 1/1 (0/0 0/0)');
    assert.equal(containers.tests(ran(40, 1), 1).text, '40 run, 1 failed');
    assert.match(containers.table('x', ['A', 'B'], [17], new Map([['A 17', { text: '7' }]])), /\| A \| 7 \|\n\| B \| - \|/);
  });
  for (const [what, found, cells] of [
    ['is content with the same tests everywhere', 0, [containers.tests(ran(40, 0), 0), containers.tests(ran(40, 0), 0)]],
    ['notices a test that ran in one container only', 1, [containers.tests(ran(40, 0), 0), containers.tests(ran(41, 0), 0)]],
    ['notices a test that failed', 1, [containers.tests(ran(40, 1), 1)]],
    ['notices that Maven failed', 1, [containers.tests(ran(40, 0), 1)]],
    ['notices that no test ran', 1, [containers.tests('', 0)]],
    ['notices a suite that did not like its scores', 1, [containers.conformance(sets(false), 1)]],
    ['notices a set that is not there', 1, [containers.conformance({}, 0)]],
  ]) {
    it(what, () => assert.equal(containers.problems(new Map(cells.map((cell, i) => [`cell ${i}`, cell]))).length, found));
  }
});

describe('a check that reaches its time limit', () => {
  const DEADLOCK = `package dev.mcpoauth.hang;
    public class Hang {
      static final java.util.concurrent.CyclicBarrier BOTH = new java.util.concurrent.CyclicBarrier(2);
      static void take(Object first, Object second) {
        synchronized (first) {
          try { BOTH.await(); } catch (Exception e) { throw new Error(e); }
          synchronized (second) { System.out.println("got both"); }
        }
      }
      public static void main(String[] args) {
        new Thread(() -> take("a", "b"), "other").start();
        take("b", "a");
      }
    }`;
  let folder, output;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mcp-oauth-hang-'));
    await writeFile(path.join(folder, 'Hang.java'), DEADLOCK);
    const script = `source <(sed -n '/^check()/,/^}/p;/^report()/,/^}/p' .ci/run)
      check 'a hang' 10 '^nothing' bash -c 'java ${folder}/Hang.java; echo went on'
      check 'another' 10 '^fine' echo fine
      echo "$passed passed, $failed failed"`;
    output = (await run('bash', ['-c', script], { env: { CI_LOGS: folder } })).stdout;
  });
  after(() => rm(folder, { recursive: true }));

  it('fails, the next one is tried', () => {
    assert.match(output, /a hang was still running after 10 s\n[^]*FAIL a hang/);
    assert.match(output, /fine\nok   another[^]*1 passed, 1 failed/);
    assert.doesNotMatch(output, /went on/);
  });
  it('says which threads wait for each other, and where ours are', () => {
    assert.match(output, /Found one Java-level deadlock:[^]*"other":\n.*waiting to lock monitor/);
    assert.match(output, /Found 1 deadlock\.[^]*"other" #[^]*at dev\.mcpoauth\.hang\.Hang\.take/);
  });
  it('leaves all threads in a file', async () => {
    const [file] = (await readdir(folder)).filter(name => /^a-hang-threads-\d+\.txt$/.test(name));
    assert.match(await readFile(path.join(folder, file), 'utf8'), /^"Finalizer"/m);
  });
  it('shows who holds what ours wait for, no threads that only wait for work, and each place once', () => {
    const idle = '"idle" #1\n\tat java.lang.Object.wait\n\t- locked <0x2>\n\n   Locked ownable synchronizers:\n\t- None\n';
    const ours = '"a" #2\n\tat java.Lock.lock\n\t- parking to wait for  <0x1> (a Lock)\n\tat dev.mcpoauth.X.y';
    const holder = '"log" #3\n\tat java.Stream.write\n\n   Locked ownable synchronizers:\n\t- <0x1> (a Lock)';
    assert.equal(relevant([ours, ours.replace('#2', '#4'), ours.replace('#2', '#5')].join('\n\n')), `${ours}\n\t(2 more like it)`);
    assert.equal(relevant(`2026\nFull thread dump\n\n${idle}\n${ours}\n\n${holder}\n\n`), `${ours}\n\n${holder}`);
  });
});
