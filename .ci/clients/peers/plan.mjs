// Who talks to whom, in which revision, and what of the steps is left out because the peer has no such thing.
const SESSIONS = ['2025-03-26', '2025-06-18', '2025-11-25'];
const NEWEST = '2026-07-28';

/** Letting go of a call's connection came with 2025-11-25, in sessions. */
const RESUMES = '2025-11-25';
const reconnecting = version => (version === RESUMES ? [] : ['reconnects']);
const OUR_SESSION = ['starts a new session', 'ends its session'];

/** A server that answers each request with a new one of itself: nothing goes on between requests, and nobody can be asked. */
const NOTHING_BETWEEN = [
  'hears that the tools changed', 'hears that a resource changed', 'cancels', 'reconnects', ...OUR_SESSION,
];
const NOBODY_TO_ASK = ['answers an elicitation', 'answers a sampling', 'answers for its roots'];

/** Our client against the servers of TypeScript 1.x, TypeScript 2.x and the Java SDK. */
export function forOurClient({ ts1, ts2, sdk, stdio }) {
  const runs = [];
  const add = (peer, era, version, target, without = []) =>
    runs.push({ peer, era, version, without, ...target, name: `our client, ${peer}, ${target.url ?? 'stdio'}, ${version}` });

  add('TS 1.x server', '2024-11-05 SSE', '2024-11-05', { url: `${ts1}/sse` }, ['reconnects', ...OUR_SESSION]);
  for (const version of SESSIONS) {
    add('TS 1.x server', version, version, { url: `${ts1}/${version}/mcp` }, reconnecting(version));
    add('TS 1.x server', version, version, { url: `${ts1}/${version}/stateless` }, [...NOTHING_BETWEEN, ...NOBODY_TO_ASK]);
  }
  add('TS 1.x server', 'stdio', '2025-11-25', { command: stdio.ts1 });

  for (const version of SESSIONS) {
    add('TS 2.x server', version, version, { url: `${ts2}/${version}/mcp` }, reconnecting(version));
    // It would speak the newest revision to a client that asks.
    const url = `${ts2}/${version}/stateless`;
    add('TS 2.x server', version, version, { url, speaks: 'SESSION' }, [...NOTHING_BETWEEN, ...NOBODY_TO_ASK]);
  }
  for (const path of ['mcp', 'dual']) add('TS 2.x server', NEWEST, NEWEST, { url: `${ts2}/${path}` }, ['reconnects', ...OUR_SESSION]);
  add('TS 2.x server', 'stdio', NEWEST, { command: stdio.ts2 });
  for (const version of SESSIONS) add('TS 2.x server', 'stdio', version, { command: [...stdio.ts2, version] });

  // It ignores cancellation, and can replay nothing.
  const sdkLacks = ['cancels', 'reconnects'];
  add('Java SDK server', '2024-11-05 SSE', '2024-11-05', { url: `${sdk['2024-11-05']}sse` }, [...sdkLacks, ...OUR_SESSION]);
  for (const version of SESSIONS) {
    add('Java SDK server', version, version, { url: `${sdk[version]}mcp` }, sdkLacks);
    const url = `${sdk[version]}stateless`;
    add('Java SDK server', version, version, { url }, ['hears of progress', 'hears what is logged', ...NOTHING_BETWEEN, ...NOBODY_TO_ASK]);
  }
  add('Java SDK server', 'stdio', '2025-11-25', { command: stdio.sdk }, ['cancels']);
  return runs;
}

/**
 * The Java SDK's client against our server: `ours` serves the SSE era as well, `oursWithoutSse` does not, as by default. That a client of
 * the SSE era is refused there is not run for the SDK: it logs the refusal and waits until its time is over.
 */
export function forTheSdkClient({ ours, oursWithoutSse, stdio }) {
  const run = (era, version, target) =>
    ({ peer: 'Java SDK client', era, version, ...target, name: `Java SDK client, our server, ${target.url ?? 'stdio'}, ${version}` });
  return [
    run('2024-11-05 SSE', '2024-11-05', { url: ours, transport: 'sse' }),
    ...SESSIONS.map(version => run(version, version, { url: oursWithoutSse, transport: 'streamable' })),
    run('stdio', '2025-11-25', { command: stdio.ours }),
  ];
}

/** Both TypeScript clients against the same two of our servers. */
export function forTypeScriptClients({ ours, oursWithoutSse, stdio }) {
  const runs = [];
  const add = (generation, era, version, target, without = []) => runs.push({
    generation, era, version, without, ...target, peer: `TS ${generation}.x client`,
    name: `TS ${generation}.x client, our server, ${target.url ?? 'stdio'}, ${version}${target.mode ? `, ${target.mode}` : ''}`,
  });
  const noSession = ['reconnects', 'ends its session'];
  for (const generation of [1, 2]) {
    add(generation, '2024-11-05 SSE', '2024-11-05', { url: ours, transport: 'sse' }, noSession);
    add(generation, '2024-11-05 SSE', '2024-11-05', { url: oursWithoutSse, transport: 'sse', refused: true });
    for (const version of SESSIONS) add(generation, version, version, { url: oursWithoutSse }, reconnecting(version));
    add(generation, RESUMES, RESUMES, { url: ours });
    add(generation, 'stdio', '2025-11-25', { command: stdio.ours }, noSession);
  }
  add(2, NEWEST, NEWEST, { url: oursWithoutSse }, noSession);
  add(2, NEWEST, NEWEST, { url: ours, mode: 'auto' }, noSession);
  add(2, 'stdio', NEWEST, { command: stdio.ours }, noSession);
  add(2, 'stdio', NEWEST, { command: stdio.ours, mode: 'auto' }, noSession);
  return runs;
}
