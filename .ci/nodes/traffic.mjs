// Clients that register, sign in, redeem, refresh, call and revoke, and write down what they were told. A request whose
// answer got lost, or that came while the store was away, is sent again as it was.
import { setTimeout as delay } from 'node:timers/promises';
import { ACCOUNT } from '../lib/database-server.mjs';
import { UserAgent } from '../lib/user-agent.mjs';
import { Client } from './client.mjs';

const PATIENCE_MS = 60_000;
const FAMILIES_PER_CLIENT = 3;
const MOST_STEPS = 20;

export class Traffic {
  interruptions = 0;
  #going = true;
  #running = [];
  #cluster;
  #journal;
  #random;

  constructor(cluster, journal, random) {
    this.#cluster = cluster;
    this.#journal = journal;
    this.#random = random;
  }

  start(workers) {
    this.#running = Array.from({ length: workers }, (_, i) => this.#work(i));
    for (const worker of this.#running) worker.catch(() => {}); // reported by stop()
  }

  /** Lets everybody finish what is going on. */
  async stop() {
    this.#going = false;
    await Promise.all(this.#running);
  }

  async #work(number) {
    for (let i = 0; this.#going; i++) {
      const name = `traffic ${number} ${i} ${this.#random()}`;
      const client = await this.#insist(() => Client.register(this.#cluster, name));
      if (client.error) this.#isOk('a registration', client);
      else await this.#use(client).finally(() => client.close());
    }
  }

  async #use(client) {
    this.#journal.clients.push(client);
    const userAgent = new UserAgent(ACCOUNT);
    for (let n = 0; this.#going && n < FAMILIES_PER_CLIENT; n++) await this.#family(client, userAgent);
  }

  async #family(client, userAgent) {
    const code = await this.#insist(() => client.authorize(userAgent));
    if (code.error) return this.#isOk('a sign-in', code);
    const family = this.#journal.began(client, code);
    const first = await this.#insist(() => client.redeem(code));
    if (!this.#isOk('a code', first)) return;
    family.tokens.push(first.json);
    const steps = MOST_STEPS * this.#random();
    for (let step = 0; this.#going && step < steps; step++) {
      if (!(await this.#step(family))) return;
    }
  }

  /** One thing that a client does; false if the family is over. */
  async #step(family) {
    const { client, last } = family;
    const dice = this.#random();
    if (dice < 0.2) return this.#isOk('a tool call', await this.#insist(() => client.call(last)), family.revokedAccess.has(last) ? 401 : 200);
    if (dice < 0.25) {
      if (!this.#isOk('a revocation', await this.#insist(() => client.revoke(last.access_token)))) return false;
      family.revokedAccess.add(last);
      return true;
    }
    if (dice < 0.3) {
      family.isRevoked = this.#isOk('a revocation', await this.#insist(() => client.revoke(last.refresh_token)));
      return false;
    }
    // Now and then two processes of one client refresh at once.
    const processes = dice < 0.4 ? 2 : 1;
    const answers = await Promise.all(Array.from({ length: processes }, () => this.#insist(() => client.refresh(last))));
    if (!answers.every(answer => this.#isOk('a refresh', answer))) return false;
    if (new Set(answers.map(({ text }) => text)).size > 1) this.#journal.violated('a refresh token has two successors');
    family.tokens.push(answers[0].json);
    return true;
  }

  #isOk(what, { status, text }, expected = 200) {
    if (status === expected) return true;
    this.#journal.violated(`${what} was refused during an outage: ${status} ${text}`);
    return false;
  }

  /** The first answer that is one; an error with a status is one, unless it says to come back. */
  async #insist(request) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await request().catch(error => ({ status: error.status ?? 503, text: error.message, error }));
      if (answer.status !== 503) return answer;
      this.interruptions++;
      if (Date.now() > deadline) throw new Error('no answer for a minute', { cause: answer.error });
      await delay(50 + 100 * this.#random());
    }
  }
}
