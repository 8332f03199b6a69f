// The load generator: one process on the other core, which runs the rounds that it is told to.
import { createInterface } from 'node:readline';
import { GENERATOR_CORE, java, pinned } from './servers.mjs';

const ANSWER_MS = 120_000;

export class Generator {
  #child = pinned(GENERATOR_CORE, java('load.LoadRun')(), { stdio: ['pipe', 'pipe', 'inherit'] });
  #lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();

  /** One round of a case: requests per second, CPU of the server in µs per request, and how busy both cores were. */
  async round({ name, server, workload, connections }, millis) {
    const command = { name, workload, port: String(server.port), pid: String(server.pid), connections: String(connections), millis: String(millis) };
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`${name}: no answer from the generator`)), ANSWER_MS).unref());
    const { value, done } = await Promise.race([this.#lines.next(), late]);
    if (done) throw new Error('the load generator has ended');
    const { requests, nanos, serverCpuNanos, ownCpuNanos, error } = JSON.parse(value);
    if (error) throw new Error(`${name}: ${error}`);
    return { rate: (requests * 1e9) / nanos, cpu: serverCpuNanos / 1e3 / requests, busy: serverCpuNanos / nanos, generatorBusy: ownCpuNanos / nanos };
  }

  /** Warms each case up, then lets all take turns. Answers the rounds of each by name. */
  async measure(cases, { warmUp, millis, rounds }) {
    const results = new Map(cases.map(each => [each.name, []]));
    for (const each of cases) await this.round(each, warmUp);
    for (let round = 0; round < rounds; round++) {
      for (const each of cases) results.get(each.name).push(await this.round(each, millis));
    }
    return results;
  }

  end() {
    this.#child.stdin.end();
    return this.#child.ended;
  }
}
