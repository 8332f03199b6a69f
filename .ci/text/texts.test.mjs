// What is published as text: no secret in any file that git keeps, no link of the documents that leads nowhere.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { checkLinks, scanForSecrets, trackedFiles } from './tools.mjs';

let folder;
before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'texts-'))));
after(() => rm(folder, { recursive: true, force: true }));

test('no file holds a secret', async () => {
  const { code, stdout, stderr } = await scanForSecrets(await trackedFiles());
  assert.equal(code, 0, stdout + stderr);
});

test('a private key in a file would be found', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await writeFile(path.join(folder, 'key.txt'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const { code, stdout } = await scanForSecrets(['key.txt'], folder);
  assert.equal(code, 1);
  assert.match(stdout, /private/i);
});

test('each link in the documents leads to a file and a heading', async () => {
  const { code, stdout, stderr } = await checkLinks(await trackedFiles('*.md'));
  assert.equal(code, 0, stdout + stderr);
});

test('a link to nowhere would be found', async () => {
  await writeFile(path.join(folder, 'a.md'), '# A\n\n[here](#a) [there](b.md) [nowhere](#b)\n');
  const { code, stderr } = await checkLinks(['a.md'], folder);
  assert.equal(code, 1);
  assert.match(stderr, /b\.md/);
  assert.match(stderr, /#b/);
});
