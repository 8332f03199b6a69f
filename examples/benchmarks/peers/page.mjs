// The page that the commands write their tables into.
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { JAVA } from '../../../.ci/lib/project.mjs';

export const PAGE = fileURLToPath(new URL('../../../docs/performance.md', import.meta.url));

/** When and on what it was measured. */
export function machine() {
  const java = execFileSync(JAVA, ['--version']).toString().split('\n')[0];
  const load = os.loadavg()[1].toFixed(1);
  const day = new Date().toISOString().slice(0, 10);
  return `Measured ${day} on ${os.cpus().length} x ${os.cpus()[0].model.trim()}, ${java}, Node ${process.version}, load average ${load} of which the run itself is about 2`;
}

/** Puts the text between the marks of a part. */
export async function publish(file, name, text) {
  const page = await readFile(file, 'utf8');
  const [begin, end] = [`<!-- measured: ${name} -->`, `<!-- end: ${name} -->`];
  const [head, rest] = page.split(begin);
  const tail = rest?.split(end)[1];
  if (tail === undefined) throw new Error(`${file} has no place for ${name}`);
  await writeFile(file, `${head}${begin}\n\n${text}\n\n${end}${tail}`);
}
