// The code in documents. Java is compiled by a test beside what it is about, docs/start.md is run as a whole, mermaid is drawn by
// the reader's browser; the rest is looked at here.
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root, trackedFiles } from './tools.mjs';

/** How many pieces were seen to be good, and the others. */
export async function piecesOfCode() {
  const tests = await sources('*Test.java');
  const start = squeezed(await text('docs/start.md'));
  const pieces = await blocksOfCode();
  const unseen = [];
  for (const { file, language, code } of pieces) {
    const good = {
      java: async () => file === 'docs/start.md' || (file.startsWith('examples/') ? isOfExample(file, code) : tests.includes(`"${path.basename(file)}"`)),
      json: () => isJson(code),
      xml: () => start.includes(squeezed(code)),
      sh: () => missingFrom(code).length === 0,
      diff: () => code.split('\n').filter(Boolean).every(line => isJson(line.slice(1))),
      mermaid: () => true,
    }[language.split(' ')[0]];
    if (!(await good?.())) unseen.push(`${file} ${language}: ${language === 'sh' ? missingFrom(code) : code}`);
  }
  return { seen: pieces.length - unseen.length, unseen };
}

async function blocksOfCode() {
  const found = [];
  for (const file of await trackedFiles('*.md')) {
    for (const [, language, code] of (await text(file)).matchAll(/^```(\S.*)\n([^]*?)^```$/gm)) found.push({ file, language, code });
  }
  return found;
}

const isOfExample = async (file, code) => squeezed(await sources(`${path.dirname(file)}/*.java`)).includes(squeezed(code));

/** Which modules, jars and scripts of this project a block of commands names that are not there. */
function missingFrom(commands) {
  const modules = [...commands.matchAll(/ -pl (\S+)/g)].flatMap(([, list]) => list.split(',')).map(module => `${module}/pom.xml`);
  const jars = [...commands.matchAll(/ (examples\/\S+)\/target\/(\S+)\.jar/g)].filter(([, module, jar]) => !builds(module, jar));
  const scripts = [...commands.matchAll(/\bnode (\S+\.mjs)/g)].map(([, script]) => script);
  return [...[...modules, ...scripts].filter(file => !existsSync(path.join(root, file))), ...jars.map(([all]) => all.trim())];
}

const builds = (module, jar) => readFileSync(path.join(root, module, 'pom.xml'), 'utf8').includes(`<finalName>${jar}<`);

function isJson(code) {
  try {
    return Boolean(JSON.parse(code));
  } catch {
    return false;
  }
}

const sources = async pattern => (await Promise.all((await trackedFiles(pattern)).map(text))).join('\n');

const squeezed = code => code.replace(/\s+/g, '');

const text = file => readFile(path.join(root, file), 'utf8');
