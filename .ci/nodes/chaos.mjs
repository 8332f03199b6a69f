// Breaks nodes and their store at random moments, and mends them like a supervisor would.
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../lib/processes.mjs';

const MOST_BETWEEN = 60;

/** Numbers between 0 and 1 that a seed repeats (mulberry32). */
export function randomBy(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class Chaos {
  counts = { 'nodes killed': 0, 'store killed': 0, 'store frozen': 0, 'network cut': 0, 'answers lost': 0 };
  #cluster;
  #progress;
  #random;
  #mending = new Map();

  /** @param progress counts what clients have achieved: nothing is broken before they got on */
  constructor(cluster, progress, random) {
    this.#cluster = cluster;
    this.#progress = progress;
    this.#random = random;
  }

  /** Goes on until the time is over, and then until all is well. */
  async during(milliseconds) {
    const end = Date.now() + milliseconds;
    while (Date.now() < end || !this.#isEnough()) {
      const enough = this.#progress() + MOST_BETWEEN * this.#random();
      await until('progress of clients', () => this.#progress() > enough || Date.now() > end, 60_000);
      await delay(300 * this.#random());
      await this.#break();
    }
    this.#cluster.link.loseAnswerAfter(Infinity);
    await Promise.all(this.#mending.values());
  }

  #isEnough() {
    return this.counts['nodes killed'] > 0 && this.counts['store killed'] > 1;
  }

  async #break() {
    const { backend, link } = this.#cluster;
    const dice = this.#random();
    if (dice < 0.3) return this.#killNode();
    if (dice < 0.6) {
      this.counts['store killed']++;
      await backend.kill();
      await delay(500 * this.#random());
      await backend.start();
    } else if (dice < 0.7) {
      this.counts['store frozen']++;
      backend.freeze();
      await delay(1000 * this.#random());
      backend.thaw();
    } else if (dice < 0.85) {
      this.counts['network cut']++;
      link.cutAll();
    } else {
      this.counts['answers lost']++;
      link.loseAnswerAfter(Math.floor(20 * this.#random()));
    }
  }

  #killNode() {
    const { nodes } = this.#cluster;
    const node = nodes[Math.floor(nodes.length * this.#random())];
    if (this.#mending.has(node) || this.#mending.size === nodes.length - 1) return;
    this.counts['nodes killed']++;
    this.#mending.set(node, this.#revive(node).finally(() => this.#mending.delete(node)));
  }

  /** The store may be away while the node starts: then it ends, and is started again. */
  async #revive(node) {
    await node.kill();
    await until('a killed node to serve again', () => node.start().then(() => true), 60_000);
  }

  toString() {
    return Object.entries(this.counts).map(([what, count]) => `${what} ${count}`).join(', ');
  }
}
