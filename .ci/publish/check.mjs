// Builds what a release consists of twice, from two copies of the tree, with another time zone, language and folder the
// second time (not another umask, which archives keep): every file has to be the same, byte for byte. Then the jars have to form modules of the names that they say.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { JAVA } from '../lib/project.mjs';
import { run } from '../lib/processes.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const LIBRARIES = ['mcp-oauth-core', 'mcp-transport-sse', 'mcp-oauth-server', 'mcp-oauth-client', 'mcp-oauth-micrometer'];
const MODULES = ['core', 'transport', 'server', 'client', 'micrometer'].map(name => `dev.mcpoauth.${name}`);
/** Without the checks that `mvn verify` made already (-Dquick); they leave the same classes. */
const MAVEN = ['-B', '-ntp', '-q', '-Prelease', '-Dquick', '-DskipTests', '-pl', [...LIBRARIES, 'mcp-oauth-bom', 'examples/bridge'].join(), 'package'];

const version = projectVersion(await readFile(path.join(root, 'pom.xml'), 'utf8'));
const work = await mkdtemp(path.join(tmpdir(), 'mcp-oauth-publish-'));
let problems = 0;
try {
  const first = await build('first', { TZ: 'UTC', LC_ALL: 'C.UTF-8' });
  const second = await build('second/one/deeper', { TZ: 'Asia/Kolkata', LC_ALL: 'C' });
  await compareVersions();
  await compare(first, second);
  await resolveModules(first);
} finally {
  await rm(work, { recursive: true, force: true });
}
process.exitCode = problems === 0 ? 0 : 1;

async function build(name, env) {
  const folder = path.join(work, name);
  await must('git', ['clone', '-q', '--no-hardlinks', root, folder]);
  await must('mvn', MAVEN, { cwd: folder, env, timeoutMs: 900_000 });
  return folder;
}

async function compare(first, second) {
  const names = await artifacts(first);
  const others = await artifacts(second);
  if (names.length < 4 * LIBRARIES.length + 1) problem(`only ${names.length} files were built: ${names}`);
  if (String(names) !== String(others)) problem(`the builds have other files: ${names} and ${others}`);
  for (const name of names) {
    if ((await digest(first, name)) !== (await digest(second, name).catch(String))) problem(`${name} differs`);
  }
  console.log(`${names.length} files built twice`);
}

/** The bill of materials has no parent to take its version from. */
async function compareVersions() {
  const bom = projectVersion(await readFile(path.join(root, 'mcp-oauth-bom/pom.xml'), 'utf8'));
  if (bom !== version) problem(`mcp-oauth-bom is of version ${bom}, the project of ${version}`);
}

function projectVersion(pom) {
  return /<version>([^<]+)<\/version>/.exec(pom)[1];
}

/** Jars and bills of material; not the jars from which others were made. */
async function artifacts(folder) {
  const found = [];
  for (const module of [...LIBRARIES, 'examples/bridge']) {
    for (const file of await readdir(path.join(folder, module, 'target'))) {
      if (/\.jar$|^bom\.(json|xml)$/.test(file) && !file.startsWith('original-')) found.push(`${module}/target/${file}`);
    }
  }
  return found.sort();
}

async function digest(folder, name) {
  return createHash('sha256').update(await readFile(path.join(folder, name))).digest('hex');
}

/** The module system refuses names that are none, and packages that two modules have. */
async function resolveModules(folder) {
  await must('mvn', ['-B', '-ntp', '-q', 'dependency:copy-dependencies', '-DincludeScope=compile', '-DoutputDirectory=target/modules', '-DexcludeGroupIds=dev.mcpoauth',
    '-pl', LIBRARIES.join(), 'package', '-DskipTests'], { cwd: folder, timeoutMs: 300_000 });
  const jars = LIBRARIES.map(module => path.join(folder, module, 'target', `${module}-${version}.jar`));
  const libraries = LIBRARIES.map(module => path.join(folder, module, 'target/modules'));
  const { code, stdout, stderr } = await run(JAVA, ['--module-path', [...jars, ...libraries].join(':'), '--add-modules', MODULES.join(), '--list-modules']);
  const named = MODULES.filter(name => !stdout.split('\n').some(line => line.startsWith(`${name}@`)));
  if (code !== 0 || named.length > 0) problem(`these are no modules: ${named} ${stderr}`);
  else console.log(`modules ${MODULES.join(', ')}`);
}

async function must(command, args, options) {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${stdout}${stderr}`);
  return stdout;
}

function problem(text) {
  problems++;
  console.log(`PROBLEM ${text}`);
}
