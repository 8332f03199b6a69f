// docs/start.md as a stranger follows it: the artifacts in a local repository, a project made of the document's blocks, and
// its commands. What may not wait for a person is done by a scripted one.
import assert from 'node:assert/strict';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { JAVA } from '../lib/project.mjs';
import { freePort, run, start, stopAll, untilServing } from '../lib/processes.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const browser = path.join(root, '.ci/clients/browser.mjs');
const text = await readFile(path.join(root, 'docs/start.md'), 'utf8');

let work;
let hello;
let repository;
before(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'mcp-oauth-start-'));
  repository = path.join(work, 'repository');
  await copyOfLocalRepository();
  for (const [, name, content] of text.matchAll(/<!-- (hello\/\S+) -->\n```\w+\n(.*?)^```$/gms)) {
    const file = path.join(work, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  hello = path.join(work, 'hello');
});
after(async () => {
  await stopAll();
  await rm(work, { recursive: true, force: true });
});

/** Links to what is there already, so that nothing of ours is left in the user's own and little is fetched again. */
async function copyOfLocalRepository() {
  const theirs = path.join(homedir(), '.m2/repository');
  const known = await access(theirs).then(() => true, () => false);
  if (known) await must('cp', ['-al', theirs, repository]);
  await rm(path.join(repository, 'dev/mcpoauth'), { recursive: true, force: true });
}

test('the artifacts are installed', async () => {
  const clone = path.join(work, 'clone');
  await must('git', ['clone', '-q', root, clone]);
  await mvn(clone, ...command(/^mvn (.* install)$/m));
});

test('the project compiles', async () => {
  await mvn(hello, ...command(/^mvn (.*build-classpath.*)$/m));
});

test('a servlet is protected, and a program signs in to it', async () => {
  const port = await freePort();
  const url = `http://localhost:${port}/hello`;
  const classpath = `target/classes:${await readFile(path.join(hello, 'target/classpath'), 'utf8')}`;
  const server = start(JAVA, ['-cp', classpath, 'hello.Hello', String(port)], { log: path.join(work, 'hello.log'), cwd: hello });
  await untilServing(url, server);

  const refused = await fetch(url);
  assert.equal(refused.status, 401);
  assert.match(refused.headers.get('www-authenticate'), /^Bearer .*resource_metadata="http/);

  const person = { BROWSER: browser, SIGN_IN: JSON.stringify({ name: 'alice', password: 'open sesame' }), SIGN_IN_LOG: path.join(work, 'sign-in.log') };
  const { code, stdout, stderr } = await run(JAVA, ['-cp', classpath, 'hello.Caller', url], { env: person, cwd: hello, timeoutMs: 60_000 });
  assert.equal(code, 0, stderr);
  assert.equal(stdout, 'Hello, alice\n');
});

test('a store passes the contract', async () => {
  await mvn(hello, ...command(/^mvn (-q test)$/m));
  const report = await readFile(path.join(hello, 'target/surefire-reports/hello.MyStoreTest.txt'), 'utf8').catch(() => '');
  const [, tests, bad] = /Tests run: (\d+), Failures: (0), Errors: 0/.exec(report) ?? [];
  assert.ok(bad === '0' && Number(tests) > 0, report);
});

/** What the document says, so that it cannot say anything else. */
function command(pattern) {
  const found = pattern.exec(text);
  assert.ok(found, `docs/start.md has no command like ${pattern}`);
  return found[1].split(' ');
}

const mvn = (cwd, ...args) => must('mvn', ['-B', '-ntp', `-Dmaven.repo.local=${repository}`, ...args], { cwd, timeoutMs: 900_000 });

async function must(program, args, options) {
  const { code, stdout, stderr } = await run(program, args, options);
  assert.equal(code, 0, `${program} ${args.join(' ')}\n${stdout}${stderr}`);
}
