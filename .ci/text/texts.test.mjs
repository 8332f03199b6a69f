// What is published as text: no secret in any file that git keeps, no link of the documents that leads nowhere.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { piecesOfCode } from './code.mjs';
import { checkLinks, root, scanForSecrets, trackedFiles } from './tools.mjs';

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

test('each reason that a document names is one', async () => {
  const known = new Set((await text('docs/reasons.md')).match(/(?<=^\| `)[a-z0-9.-]+(?=` \|)/gm));
  const families = new Set([...known].map(id => id.split('.')[0]));
  const unknown = [];
  for (const file of ['docs/troubleshooting.md', 'docs/hosts.md', 'docs/start.md', 'docs/bridge.md', 'docs/clients.md', 'README.md']) {
    const named = (await text(file)).match(/(?<=`)[a-z][a-z0-9-]*(\.[a-z0-9-]+)+(?=`)/g) ?? [];
    unknown.push(...named.filter(id => families.has(id.split('.')[0]) && !known.has(id)).map(id => `${file}: ${id}`));
  }
  assert.ok(known.size > 100);
  assert.deepEqual(unknown, []);
});

test('each test that a document names is one', async () => {
  const sources = new Map();
  for (const file of await trackedFiles('*.java')) {
    const name = path.basename(file, '.java');
    if (/(Test|Contract)$/.test(name)) sources.set(name, (sources.get(name) ?? '') + (await text(file)));
  }
  const missing = [];
  for (const file of ['README.md', ...(await trackedFiles('docs/*.md'))]) {
    for (const [, name, method] of (await text(file)).matchAll(/`(\w+(?:Test|Contract))(?:\.(\w+))?`/g)) {
      const source = sources.get(name) ?? '';
      if (!source || (method && !source.includes(` ${method}(`))) missing.push(`${file}: ${name}.${method}`);
    }
  }
  assert.ok(sources.size > 100);
  assert.deepEqual(missing, []);
});

test('each piece of code in a document is looked at by something', async () => {
  const { seen, unseen } = await piecesOfCode();
  assert.ok(seen > 50);
  assert.deepEqual(unseen, []);
});

test('a link to nowhere would be found', async () => {
  await writeFile(path.join(folder, 'a.md'), '# A\n\n[here](#a) [there](b.md) [nowhere](#b)\n');
  const { code, stderr } = await checkLinks(['a.md'], folder);
  assert.equal(code, 1);
  assert.match(stderr, /b\.md/);
  assert.match(stderr, /#b/);
});

const text = file => readFile(path.join(root, file), 'utf8');
