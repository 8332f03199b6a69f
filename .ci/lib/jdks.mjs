// The JDKs of this machine, by major version.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

const FOLDER = '/usr/lib/jvm';

/** The home of a JDK of this major version; fails where there is none, as a check that is left out proves nothing. */
export async function jdk(major) {
  const installed = (await readdir(FOLDER).catch(() => [])).sort().map(name => path.join(FOLDER, name));
  for (const home of [process.env.JAVA_HOME, ...installed].filter(Boolean)) {
    const release = await readFile(path.join(home, 'release'), 'utf8').catch(() => '');
    if (new RegExp(`^JAVA_VERSION="${major}[."]`, 'm').test(release)) return home;
  }
  throw new Error(`no JDK ${major}: neither JAVA_HOME nor a folder of ${FOLDER} is one; install it, such as Temurin ${major}`);
}
