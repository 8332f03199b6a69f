// One request in ten is hostile: malformed, without a token or with a wrong one, or too large. What do the good ones lose?
import * as calls from './calls.mjs';
import * as grants from './grants.mjs';
import { COMMANDS, serve } from './servers.mjs';

const TOO_MUCH = { body: 'x'.repeat(1024), times: '5000' };

/** Pairs of cases, the good alone and the same among hostile ones, on our server; and what to stop. */
export async function prepare() {
  const server = await serve(COMMANDS.ours, '/bare');
  const token = await calls.token(server, 'opaque');
  const call = calls.guarded(server, token);
  const { cases, stop } = await grants.prepare(1, name => name === 'ours, opaque');
  const [refresh] = cases.refresh;
  return {
    cases: [...pair('tools/call, opaque token', call, callAttacks(call.workload)), ...pair('token, refresh', refresh, grantAttacks(refresh.workload))],
    heaps: () => Promise.all([server, refresh.server].map(heap)),
    stop: () => Promise.all([server.stop(), stop()]),
  };
}

const heap = async ({ origin }) => Number(await (await fetch(`${origin}/heap`)).text()) / 2 ** 20;

// Tokens that are refreshed belong to one of the two at a time.
function pair(name, good, hostile) {
  const { tokens } = good.workload;
  const half = (from, to) => (tokens ? { tokens: tokens.slice(from, to) } : {});
  const connections = tokens ? tokens.length / 2 : good.connections;
  return [
    { ...good, name, connections, workload: { ...good.workload, ...half(0, connections) } },
    { ...good, name: `${name}, 10 % hostile`, connections, workload: { ...good.workload, ...half(connections), hostile } },
  ];
}

function callAttacks({ path, headers, body }) {
  const anonymous = headers.replace(/Authorization: .*\r\n/, '');
  return [
    { path, headers, body: body.slice(0, -2), times: '1' },
    { path, headers: anonymous, body, times: '1' },
    { path, headers: `${anonymous}Authorization: Bearer nobody-issued-this\r\n`, body, times: '1' },
    { path, headers, ...TOO_MUCH },
  ];
}

function grantAttacks({ path, headers, body }) {
  return [
    { path, headers, body: '%zz=&grant_type', times: '1' },
    { path, headers, body: body.replace('{token}', 'nobody-issued-this'), times: '1' },
    { path, headers, body: body.replace('client_id=app', 'client_id=nobody'), times: '1' },
    { path, headers, ...TOO_MUCH },
  ];
}
