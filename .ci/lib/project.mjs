// Where the built examples are, and the Java that runs them.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export const JAVA = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin/java') : 'java';

/** A jar under examples/; fails where it has not been built. */
export function jar(relative) {
  const file = path.join(root, 'examples', relative);
  if (!existsSync(file)) throw new Error(`examples/${relative} is not there: build it first (mvn package)`);
  return file;
}
