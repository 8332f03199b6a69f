// Pinned npm packages, installed beside the lock file that names them; git ignores node_modules.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';

/** Installs what the folder's package-lock.json pins, once per lock file. */
export async function install(folder) {
  const lock = await readFile(path.join(folder, 'package-lock.json'), 'utf8');
  const stamp = path.join(folder, 'node_modules/.installed-lock');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === lock) return;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, stdout, stderr } = await run('npm', args, { cwd: folder });
  if (code !== 0) throw new Error(`npm ci failed in ${folder}\n${stdout}${stderr}`);
  await writeFile(stamp, lock);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const folder of process.argv.slice(2)) await install(folder);
}
