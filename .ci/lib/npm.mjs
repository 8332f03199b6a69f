// Pinned npm packages, installed from a lock file of this repository into a scratch folder that git does not track.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './processes.mjs';

/** Installs what the folder's package-lock.json pins, once per lock file; answers the folder that holds node_modules. */
export async function install(lockFolder, scratchFolder) {
  const lock = await readFile(path.join(lockFolder, 'package-lock.json'), 'utf8');
  const stamp = path.join(scratchFolder, 'installed.lock');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === lock) return scratchFolder;
  await mkdir(scratchFolder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    await cp(path.join(lockFolder, file), path.join(scratchFolder, file));
  }
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, stdout, stderr } = await run('npm', args, { cwd: scratchFolder });
  if (code !== 0) throw new Error(`npm ci failed in ${scratchFolder}\n${stdout}${stderr}`);
  await writeFile(stamp, lock);
  return scratchFolder;
}
