// What reads the project's texts: a scanner for secrets, a checker of links. Both take files, and say what they found.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../lib/processes.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, '../..');

/** What git keeps; optionally only names that end so. */
export async function trackedFiles(pattern = '*') {
  const { code, stdout } = await run('git', ['ls-files', '-z', '--', pattern], { cwd: root });
  const files = stdout.split('\0').filter(Boolean);
  if (code !== 0 || files.length === 0) throw new Error('git lists no files');
  return files;
}

/** Output and exit code of the scanner for secrets; 1 means found. */
export const scanForSecrets = (files, cwd = root) =>
  run(tool('secretlint'), ['--no-color', '--secretlintrc', path.join(here, 'secretlintrc.json'), ...files], { cwd });

/** Output and exit code of the checker of links to files and headings; 1 means found. */
export const checkLinks = (files, cwd = root) =>
  run(tool('remark'), ['--no-color', '--no-stdout', '--quiet', '--frail', '--use', `${path.join(here, 'node_modules/remark-validate-links/index.js')}=repository:false`, ...files], { cwd });

const tool = name => path.join(here, 'node_modules/.bin', name);
