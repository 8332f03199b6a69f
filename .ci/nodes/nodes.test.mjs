// Three nodes that share a store, without affinity: whichever node a request reaches, the answer is the same.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ACCOUNT } from '../lib/database-server.mjs';
import { stopAll, until } from '../lib/processes.mjs';
import { UserAgent } from '../lib/user-agent.mjs';
import { backends } from './backends.mjs';
import { Client } from './client.mjs';
import { Cluster } from './cluster.mjs';

const REFRESH_ROUNDS = 20;
const CODE_ROUNDS = 6;
const REVOCATION_ROUNDS = 6;
const AT_ONCE_PER_NODE = 3;
const CACHE_SECONDS = 3;
const FLAGS = ['--replays-per-credential', '1000'];
// What an operator changes while the nodes serve.
const NEXT_FLAGS = ['--access-token-cache-time', `${CACHE_SECONDS}s`, '--refresh-replay-window', '2s'];

for (const [name, Backend] of backends('postgresql', 'redis')) {
  describe(`three nodes on ${name}`, () => {
    let backend;
    let cluster;
    let a;
    let b;
    let c;
    let transitions = 0;
    const clients = [];

    before(async () => {
      backend = await Backend.run();
      cluster = await Cluster.start(backend, FLAGS);
      [a, b, c] = cluster.ports;
    });
    after(async () => {
      clients.forEach(client => client.close());
      cluster?.close();
      await stopAll();
      await backend?.close();
    });

    async function register(port) {
      const client = await Client.register(cluster, `nodes ${clients.length}`, port);
      clients.push(client);
      return client;
    }

    async function signedIn(client, userAgent) {
      return ok(await client.redeem(await client.authorize(userAgent)));
    }

    function ok(answer) {
      assert.equal(answer.status, 200, answer.text);
      transitions++;
      return answer.json;
    }

    const at = (ports, action) => Promise.all(ports.map(action));
    const everywhere = action => at(cluster.ports, action);
    const crowd = () => Array(AT_ONCE_PER_NODE).fill(cluster.ports).flat();

    async function assertEverywhere(status, what, action) {
      assert.deepEqual((await everywhere(action)).map(answer => answer.status), [status, status, status], what);
    }

    /** Everybody gets the same answer, a success. */
    function assertOneAnswer(answers) {
      assert.deepEqual(answers.map(({ status }) => status), answers.map(() => 200), answers[0].text);
      assert.equal(new Set(answers.map(({ text }) => text)).size, 1, 'one answer for all');
      return ok(answers[0]);
    }

    it('serve after they started at once on an empty store', async () => {
      await everywhere(port => register(port));
      const known = await Promise.all(clients.flatMap(client => cluster.ports.map(port => client.isKnown(port))));
      assert.deepEqual(new Set(known), new Set([true]), 'a registration on one node is known on the others');
    });

    it('take a person from page to page, each on another node', async () => {
      const visits = [];
      const order = [b, c, a];
      const connect = url => {
        const { origin, pathname } = new URL(url);
        if (origin !== cluster.issuer) return {};
        const port = order[visits.length % order.length];
        visits.push([port, pathname]);
        return { host: '127.0.0.1', port };
      };
      const client = await register(a);
      const code = await client.authorize(new UserAgent(ACCOUNT, { connect }));
      assert.deepEqual(visits, [
        [b, '/authorize'],
        [c, '/authorize/interaction'], // the form
        [a, '/authorize/interaction'], // name and password
        [b, '/authorize/interaction'], // consent
        [c, '/authorize/interaction'], // its answer
      ]);
      const first = ok(await client.redeem(code, a));
      const second = ok(await client.refresh(first, b));
      await assertEverywhere(200, 'an access token of any node', port => client.call(second, port));
      ok(await client.revoke(second.refresh_token, c));
      await assertEverywhere(401, 'a revoked grant', port => client.call(second, port));
    });

    it('take a client through the balancer, request by request to another node', async () => {
      const from = cluster.balancer.served.length;
      const client = await register();
      const tokens = await signedIn(client);
      for (let i = 0; i < 3; i++) assert.equal((await client.call(tokens)).status, 200);
      const served = cluster.balancer.served.slice(from);
      assert.ok(served.length >= 10, `${served.length} requests`);
      served.slice(1).forEach((port, i) => assert.notEqual(port, served[i], 'no node twice in a row'));
    });

    it('rotate a refresh token once, however many present it at once', async () => {
      const client = await register();
      let tokens = await signedIn(client);
      for (let round = 0; round < REFRESH_ROUNDS; round++) {
        const answers = await at(crowd(), port => client.refresh(tokens, port));
        tokens = assertOneAnswer(answers);
      }
      await assertEverywhere(200, 'the last access token', port => client.call(tokens, port));
      assert.equal(await backend.forks(), 0);
    });

    it('end the family everywhere when a token comes back after its successor was used', async () => {
      const client = await register();
      const first = await signedIn(client);
      const second = ok(await client.refresh(first, a));
      const third = ok(await client.refresh(second, b));
      assert.equal((await client.refresh(first, c)).json.error, 'invalid_grant');
      await assertEverywhere(401, 'the access tokens', port => client.call(third, port));
      await assertEverywhere(400, 'the newest refresh token', port => client.refresh(third, port));
    });

    it('redeem a code once, however many present it at once, and end its family when it comes back later', async () => {
      const client = await register();
      const userAgent = new UserAgent(ACCOUNT);
      for (let round = 0; round < CODE_ROUNDS; round++) {
        const code = await client.authorize(userAgent);
        const tokens = assertOneAnswer(await at(crowd(), port => client.redeem(code, port)));
        const next = ok(await client.refresh(tokens, a));
        assert.equal((await client.redeem(code, b)).json.error, 'invalid_grant');
        await assertEverywhere(401, 'what came from a stolen code', port => client.call(next, port));
      }
      assert.equal(await backend.forks(), 0);
    });

    it('see a revocation at the next request', async () => {
      const client = await register();
      const userAgent = new UserAgent(ACCOUNT);
      for (let round = 0; round < REVOCATION_ROUNDS; round++) {
        const tokens = await signedIn(client, userAgent);
        await assertEverywhere(200, 'a new token', port => client.call(tokens, port));
        ok(await client.revoke(tokens.access_token, cluster.ports[round % 3]));
        await assertEverywhere(401, 'a revoked access token', port => client.call(tokens, port));
        const next = ok(await client.refresh(tokens, cluster.ports[(round + 1) % 3]));
        ok(await client.revoke(next.refresh_token, cluster.ports[(round + 2) % 3]));
        await assertEverywhere(401, 'an access token of a revoked grant', port => client.call(next, port));
        await assertEverywhere(400, 'a revoked refresh token', port => client.refresh(next, port));
      }
    });

    it('are one server to a client of the session era, if their store can carry sessions', async () => {
      const client = await register();
      const session = await client.openSession(await signedIn(client), a);
      if (name !== 'redis') {
        assert.equal((await session.call(b)).status, 404, 'a session stays with its node');
        assert.equal((await session.call(a)).status, 200);
        return;
      }
      await assertEverywhere(200, 'a session of any node', port => session.call(port));
      const other = await client.openSession(await signedIn(client), b);
      assert.equal((await other.call(c)).status, 200);
      const stranger = await register();
      const stolen = await stranger.takeSession(await signedIn(stranger), session.id);
      await assertEverywhere(404, 'a session in other hands', port => stolen.call(port));
      assert.equal((await session.end(c)).status, 204);
      await assertEverywhere(404, 'a session that has ended', port => session.call(port));
      assert.equal((await other.call(a)).status, 200);
    });

    it('lose no request while they are restarted one after the other', async () => {
      let going = true;
      const worker = async () => {
        const client = await register();
        const userAgent = new UserAgent(ACCOUNT);
        const seen = { client, userAgent, rounds: 0 };
        for (; going; seen.rounds++) {
          if (seen.rounds % 10 === 0) seen.tokens = await signedIn(client, userAgent);
          seen.tokens = ok(await client.refresh(seen.tokens));
          assert.equal((await client.call(seen.tokens)).status, 200);
        }
        return seen;
      };
      const workers = Array.from({ length: 3 }, () => worker().catch(error => ({ error })));
      for (const node of cluster.nodes) {
        await cluster.balancer.remove(node.port);
        assert.equal(await node.stop(), 143);
        node.settings.args.push(...NEXT_FLAGS);
        await node.start();
        cluster.balancer.add(node.port);
      }
      going = false;
      for (const seen of await Promise.all(workers)) {
        assert.ifError(seen.error);
        assert.ok(seen.rounds > 0, 'there was traffic');
        await assertEverywhere(200, 'the last token', port => seen.client.call(seen.tokens, port));
      }
    });

    it('end the family everywhere when a token comes back after its window', async () => {
      const client = await register();
      const first = await signedIn(client);
      const second = ok(await client.refresh(first, a));
      const late = await until('the end of the window', async () => {
        const answer = await client.refresh(first, b);
        return answer.status !== 200 && answer;
      });
      assert.equal(late.json.error, 'invalid_grant');
      await assertEverywhere(400, 'the newest refresh token', port => client.refresh(second, port));
    });

    it('see a revocation within the time of the token cache, and at once where it was made', async () => {
      const client = await register();
      const tokens = await signedIn(client);
      await assertEverywhere(200, 'a token, now in every cache', port => client.call(tokens, port));
      ok(await client.revoke(tokens.refresh_token, a));
      const revoked = Date.now();
      assert.equal((await client.call(tokens, a)).status, 401);
      await until('the end of the cache time', () => Date.now() > revoked + CACHE_SECONDS * 1000, 60_000);
      await assertEverywhere(401, 'a token that was revoked longer ago', port => client.call(tokens, port));
    });

    it('never said the password of the store', async t => {
      const logs = await cluster.logs();
      for (const secret of [backend.password, encodeURIComponent(backend.password)]) assert.ok(!logs.includes(secret));
      t.diagnostic(`${name}: checked ${transitions} transitions of ${clients.length} clients on three nodes`);
    });
  });
}
