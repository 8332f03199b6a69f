// What clients see while the store of three nodes is away: 503, and never a refusal. Afterwards everything goes on where
// it stood, without a restart of any node.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ACCOUNT } from '../lib/database-server.mjs';
import { forms } from '../lib/html.mjs';
import { stopAll, until } from '../lib/processes.mjs';
import { UserAgent } from '../lib/user-agent.mjs';
import { backends } from './backends.mjs';
import { Client, registration } from './client.mjs';
import { Cluster } from './cluster.mjs';
import { send } from './wire.mjs';

const FLAGS = ['--store-wait', '1s', '--store-timeout', '2s', '--store-connections', '6'];
FLAGS.push('--code-lifetime', '10m', '--code-replay-window', '10m', '--refresh-replay-window', '1h');
FLAGS.push('--replays-per-credential', '1000');
// A request waits for a connection, then for an answer; the rest is for a busy machine.
const MOST_MS = 20_000;
const LOST_ANSWERS = 12;

for (const [name, Backend] of backends('postgresql', 'mariadb', 'redis')) {
  describe(`three nodes whose ${name}`, () => {
    let backend;
    let cluster;
    let client;
    let userAgent;
    let transitions = 0;
    let unavailable = 0;

    before(async () => {
      backend = await Backend.run();
      cluster = await Cluster.start(backend, FLAGS);
      client = await Client.register(cluster, 'outage');
      userAgent = new UserAgent(ACCOUNT);
    });
    after(async () => {
      client?.close();
      cluster?.close();
      await stopAll();
      await backend?.close();
    });

    const everywhere = action => Promise.all(cluster.ports.map(action));

    function done(answer, status = 200) {
      assert.equal(answer.status, status, answer.text);
      transitions++;
      return answer;
    }

    /** A sign-in that waits for name and password: its cookie and its form. */
    async function waiting() {
      const begun = done(await send(client.authorizationRequest().url), 303);
      const cookie = begun.headers['set-cookie'][0].split(';')[0];
      const page = begun.headers.location;
      const [form] = forms((await send(page, { headers: { cookie } })).text);
      const fields = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
      Object.assign(fields, { username: ACCOUNT.name, password: ACCOUNT.password });
      return { page, action: new URL(form.action, page).href, cookie, fields };
    }

    const submit = ({ action, cookie, fields }, port) =>
      send(action, { port, form: { ...fields, action: 'login' }, headers: { cookie, origin: cluster.issuer } });

    /** Something of each kind that an outage must not spoil. */
    async function prepare() {
      return {
        code: await client.authorize(userAgent),
        tokens: done(await client.redeem(await client.authorize(userAgent))).json,
        revocable: done(await client.redeem(await client.authorize(userAgent))).json,
        form: await waiting(),
      };
    }

    const READS = {
      'the page of a sign-in': ({ form }, port) => send(form.page, { port, headers: { cookie: form.cookie } }),
      'a tool call': ({ tokens }, port) => client.call(tokens, port),
    };
    const WRITES = {
      'an authorization request': (_, port) => send(client.authorizationRequest().url, { port }),
      'name and password': ({ form }, port) => submit(form, port),
      'a code': ({ code }, port) => client.redeem(code, port),
      'a refresh': ({ tokens }, port) => client.refresh(tokens, port),
      'a revocation': ({ revocable }, port) => client.revoke(revocable.refresh_token, port),
      'a registration': (_, port) =>
        send(client.metadata.registration_endpoint, { port, json: registration(client.redirectUri, 'late') }),
    };
    const PAGES = ['the page of a sign-in', 'an authorization request', 'name and password'];

    async function assertUnavailable(what, request, prepared, port) {
      const began = Date.now();
      const { status, headers, text, json } = await request(prepared, port);
      assert.equal(status, 503, `${what}: ${text}`);
      assert.match(headers['retry-after'] ?? '', /^\d+$/, what);
      assert.equal(headers['www-authenticate'], undefined, what);
      assert.doesNotMatch(text, /invalid_|Exception|jdbc:|redis:/, what);
      if (PAGES.includes(what)) assert.match(headers['content-type'], /^text\/html/, what);
      else assert.equal(json.error, 'temporarily_unavailable', what);
      assert.ok(Date.now() - began < MOST_MS, `${what} took ${Date.now() - began} ms`);
      unavailable++;
    }

    const assertAllUnavailable = (requests, prepared) => everywhere(port =>
      Promise.all(Object.entries(requests).map(([what, request]) => assertUnavailable(what, request, prepared, port))));

    /** Nothing is left of the outage: each node serves again, and what was refused for a while is taken now. */
    async function assertGoesOn(prepared) {
      const fresh = { call: port => client.call(prepared.tokens, port), write: port => WRITES['a registration'](null, port) };
      await everywhere(port => until('recovery', async () =>
        (await fresh.call(port)).status === 200 && (await fresh.write(port)).status === 201));
      const settled = async (request, port) => {
        // A connection that the outage broke may be noticed only now.
        let answer;
        await until('an answer', async () => (answer = await request(port)).status !== 503);
        return answer;
      };
      const [first, second, third] = cluster.ports;
      const redeemed = done(await settled(port => client.redeem(prepared.code, port), first)).json;
      const refreshed = done(await settled(port => client.refresh(prepared.tokens, port), second)).json;
      done(await settled(port => client.revoke(prepared.revocable.refresh_token, port), third));
      done(await settled(port => submit(prepared.form, port), first), 303);
      for (const tokens of [redeemed, refreshed]) {
        const calls = await everywhere(port => settled(() => client.call(tokens, port)));
        assert.deepEqual(calls.map(({ status }) => status), [200, 200, 200]);
      }
      const revoked = await everywhere(port => settled(() => client.call(prepared.revocable, port)));
      assert.deepEqual(revoked.map(({ status }) => status), [401, 401, 401]);
      assert.equal(await backend.forks(), 0);
    }

    it('was killed answer 503 and recover', async () => {
      const prepared = await prepare();
      await backend.kill();
      await assertAllUnavailable({ ...READS, ...WRITES }, prepared);
      await backend.start();
      await assertGoesOn(prepared);
    });

    it('stands still answer 503 in time and recover', async () => {
      const prepared = await prepare();
      backend.freeze();
      try {
        await assertAllUnavailable({ ...READS, ...WRITES }, prepared);
      } finally {
        backend.thaw();
      }
      await assertGoesOn(prepared);
    });

    it('is behind a cut network answer 503 and recover', async () => {
      const prepared = await prepare();
      cluster.link.down(true);
      await assertAllUnavailable({ ...READS, ...WRITES }, prepared);
      cluster.link.down(false);
      await assertGoesOn(prepared);
    });

    it('takes no writes answer them with 503, go on reading, and recover', async () => {
      const prepared = await prepare();
      await backend.readOnly(true);
      await everywhere(port => until('reading', async () => (await client.call(prepared.tokens, port)).status === 200));
      await assertAllUnavailable(WRITES, prepared);
      await backend.readOnly(false);
      await assertGoesOn(prepared);
    });

    it('is restarted lose nothing', async () => {
      const prepared = await prepare();
      await backend.restart();
      await assertGoesOn(prepared);
    });

    it('loses an answer on the way have done a transition once, however often it is retried', async () => {
      const retried = async (what, prepared, expected) => {
        for (;;) {
          const answer = await WRITES[what](prepared);
          if (answer.status === 503) unavailable++;
          else return done(answer, expected);
        }
      };
      /** A person does not send a form again; the client begins anew. */
      const authorized = async () => {
        for (;;) {
          try {
            return await client.authorize(userAgent);
          } catch (error) {
            assert.equal(error.status, 503, error.stack);
            unavailable++;
          }
        }
      };
      let tokens = done(await client.redeem(await client.authorize(userAgent))).json;
      for (let answers = 0; answers < LOST_ANSWERS; answers++) {
        cluster.link.loseAnswerAfter(answers);
        const code = await authorized();
        cluster.link.loseAnswerAfter(answers);
        tokens = (await retried('a refresh', { tokens }, 200)).json;
        cluster.link.loseAnswerAfter(answers);
        const revocable = (await retried('a code', { code }, 200)).json;
        cluster.link.loseAnswerAfter(answers);
        await retried('a revocation', { revocable }, 200);
        cluster.link.loseAnswerAfter(answers);
        await retried('a registration', {}, 201);
        cluster.link.loseAnswerAfter(Infinity);
        assert.equal((await client.call(revocable)).status, 401);
        assert.equal((await client.call(tokens)).status, 200);
      }
      assert.equal(await backend.forks(), 0);
    });

    it('was away were never refused for that', async t => {
      assert.ok(unavailable > 60, `${unavailable} answers 503`);
      const logs = await cluster.logs();
      for (const secret of [backend.password, encodeURIComponent(backend.password)]) assert.ok(!logs.includes(secret));
      t.diagnostic(`${name}: checked ${transitions} transitions around outages, ${unavailable} answers 503`);
    });
  });
}
