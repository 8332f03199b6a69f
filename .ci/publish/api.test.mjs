// The comparison of the public API with a release (-Dapi.baseline) finds what was lost, and nothing where something was only
// added: tried with a library of one class, below the project's own parent.
import assert from 'node:assert/strict';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from '../lib/processes.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

let work;
before(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'mcp-oauth-api-'));
  await copyOfLocalRepository();
  const parent = await mvnIn(root, '-N', 'install'); // or nobody can read what a release of the library says of itself
  assert.equal(parent.code, 0, parent.stdout);
  await library('1', 'public void kept() {} public void lost() {}');
  const { code, stdout } = await mvn('install');
  assert.equal(code, 0, stdout);
});
after(() => rm(work, { recursive: true, force: true }));

/** Links to what is there already, so that nothing of ours is left in the user's own and little is fetched again. */
async function copyOfLocalRepository() {
  const theirs = path.join(homedir(), '.m2/repository');
  const known = await access(theirs).then(() => true, () => false);
  if (known) assert.equal((await run('cp', ['-al', theirs, path.join(work, 'repository')])).code, 0);
}

async function library(version, members) {
  const sources = path.join(work, 'src/main/java/dev/mcpoauth/library');
  await mkdir(path.join(sources, 'internal'), { recursive: true });
  await writeFile(path.join(work, 'pom.xml'), `<project xmlns="http://maven.apache.org/POM/4.0.0">
    <modelVersion>4.0.0</modelVersion>
    <parent>
      <groupId>dev.mcpoauth</groupId>
      <artifactId>mcp-oauth-parent</artifactId>
      <version>0.1.0-SNAPSHOT</version>
      <relativePath>${path.relative(work, path.join(root, 'pom.xml'))}</relativePath>
    </parent>
    <artifactId>mcp-oauth-api-check</artifactId>
    <version>${version}</version>
    <properties><api.skip>false</api.skip></properties>
  </project>`);
  await writeFile(path.join(sources, 'Library.java'), `package dev.mcpoauth.library;\npublic class Library { ${members} }\n`);
  await writeFile(path.join(sources, 'internal/Inside.java'), `package dev.mcpoauth.library.internal;\npublic class Inside { public void of${version}() {} }\n`);
}

const mvnIn = (cwd, ...args) => run('mvn', ['-B', '-ntp', '-Dquick', '-Dspotless.check.skip', '-Djacoco.skip', `-Dmaven.repo.local=${work}/repository`, ...args], { cwd, timeoutMs: 120_000 });
const mvn = (...args) => mvnIn(work, ...args);

test('a public method that is gone fails the build', async () => {
  await library('2', 'public void kept() {}');
  const { code, stdout } = await mvn('verify', '-Dapi.baseline=1');
  assert.notEqual(code, 0);
  assert.match(stdout, /dev\.mcpoauth\.library\.Library\.lost\(\):METHOD_REMOVED/);
});

test('one that is new does not, and nobody asks for what is internal', async () => {
  await library('3', 'public void kept() {} public void lost() {} public void more() {}');
  const { code, stdout } = await mvn('verify', '-Dapi.baseline=1');
  assert.equal(code, 0, stdout);
});

test('a version that there is not fails the build', async () => {
  await library('4', 'public void kept() {} public void lost() {}');
  const { code, stdout } = await mvn('verify', '-Dapi.baseline=0.9');
  assert.notEqual(code, 0);
  assert.match(stdout, /mcp-oauth-api-check:jar:0\.9/);
});
