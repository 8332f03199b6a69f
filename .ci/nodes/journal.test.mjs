// The check after the crashes, tested on its own: a check that can not fail is none.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Journal, verify } from './journal.mjs';

describe('the check of what clients were told', () => {
  const PORTS = [1, 2, 3];

  /** A server that keeps its word, for a client with one family of two generations and a revoked one. */
  class Server {
    clientId = 'app';
    ended = false;
    isKnown = async () => true;
    call = async tokens => ({ status: this.ended || tokens.revoked ? 401 : 200, text: '' });
    redeem = async () => this.#reuse();
    refresh = async ({ generation, revoked }) => {
      if (revoked) return { status: 400, json: { error: 'invalid_grant' } };
      return generation === 2 ? { status: 200, json: { generation: 3 } } : this.#reuse();
    };

    #reuse() {
      this.ended = true;
      return { status: 400, json: { error: 'invalid_grant' } };
    }
  }

  async function check({ alive = {}, over = {} }) {
    const journal = new Journal();
    const server = Object.assign(new Server(), alive);
    journal.clients.push(server);
    journal.began(server, 'code').tokens.push({ generation: 1 }, { generation: 2 });
    const revoked = journal.began(Object.assign(new Server(), over), 'code');
    revoked.tokens.push({ revoked: true });
    revoked.isRevoked = true;
    await verify(journal, PORTS);
    return journal;
  }

  it('is content with a server that keeps its word', async () => {
    const { violations, transitions } = await check({});
    assert.deepEqual(violations, []);
    assert.equal(transitions, 1 + 2 + 1 + 1);
  });

  const answer = (status, json) => async () => ({ status, json, text: '' });
  for (const [what, server] of [
    ['registration app is lost', { alive: { isKnown: async () => false } }],
    ['an access token is lost', { alive: { call: answer(401) } }],
    ['the last refresh token is lost', { alive: { refresh: answer(400) } }],
    ['was taken again', { alive: { redeem: answer(200), refresh: answer(200, {}) } }],
    ['a family that ended by reuse', { alive: { call: answer(200) } }],
    ['an access token of a revoked grant', { over: { call: answer(200) } }],
    ['a refresh token of a revoked grant', { over: { refresh: answer(200) } }],
  ]) {
    it(`notices: ${what}`, async () => assert.match((await check(server)).violations.join('\n'), new RegExp(what)));
  }
});
