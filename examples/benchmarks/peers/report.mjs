// What was measured as Markdown, with the targets that each part has.
import { number, of, spread, table } from './figures.mjs';

/** A line that says whether a target is met: `value` has to be at most, or at least, the limit. */
function target(text, value, limit, { atLeast = false } = {}) {
  const met = atLeast ? value >= limit : value <= limit;
  return `- ${met ? 'met' : '**missed**'}: ${text}, ${atLeast ? 'at least' : 'at most'} ${limit}: ${number(value)}`;
}

const named = rows => name => rows.find(row => row.name === name).rounds;
const cpu = rounds => of(rounds, 'cpu');

/** Rounds of cases as a table, CPU beside that of the first or of what is called so. */
function rates(rows, base) {
  const reference = cpu(named(rows)(base));
  return table(
    ['', 'per second', 'CPU µs each', `CPU beside ${base}`, 'server busy'],
    rows.map(({ name, rounds }) =>
      [name, spread(rounds, 'rate'), spread(rounds, 'cpu'), number(cpu(rounds) / reference), `${Math.round(100 * of(rounds, 'busy'))} %`]),
  );
}

/** The generator bounds a case where it was busier than the server. */
function generatorCheck(rows) {
  const bound = rows.filter(({ rounds }) => of(rounds, 'generatorBusy') > Math.max(0.9, of(rounds, 'busy')));
  const busiest = Math.max(...rows.map(({ rounds }) => of(rounds, 'generatorBusy')));
  if (bound.length) return `The load generator was what bounds the throughput of: ${bound.map(({ name }) => name).join('; ')}. Read their CPU.`;
  return `The load generator used at most ${Math.round(100 * busiest)} % of its core.`;
}

export function grants(parts) {
  const sections = Object.entries(parts).map(([grant, rows]) => {
    const cell = named(rows);
    const peers = rows.filter(({ name }) => !name.startsWith('ours'));
    const opaque = Math.min(...peers.filter(({ name }) => name.endsWith('opaque')).map(({ rounds }) => cpu(rounds)));
    const signed = cpu(cell('oidc-provider, ES256'));
    return [
      `**${grant}**`,
      rates(rows, 'ours, opaque'),
      [
        target('opaque in memory, CPU beside the best peer', cpu(cell('ours, opaque')) / opaque, 0.4),
        target('opaque on disk, CPU beside the best peer in memory', cpu(cell('ours, opaque, H2 on disk with fsync')) / opaque, 1),
        target('EdDSA, CPU beside ES256 of the best peer', cpu(cell('ours, EdDSA')) / signed, 0.5),
      ].join('\n'),
      generatorCheck(rows),
    ].join('\n\n');
  });
  return sections.join('\n\n');
}

export function calls(rows) {
  const cell = named(rows);
  const rate = name => of(cell(name), 'rate');
  const open = cpu(cell('ours, open'));
  const more = { atLeast: true };
  return [
    rates(rows, 'bare servlet'),
    [
      target('ours open, throughput beside the bare servlet', rate('ours, open') / rate('bare servlet'), 0.85, more),
      target('a tool that never waits, throughput beside the bare servlet', rate('ours, open, a tool that never waits') / rate('bare servlet'), 0.85, more),
      target('ours open, throughput beside the Java SDK without sessions', rate('ours, open') / rate('Java SDK, stateless'), 3, more),
      target('ours open, throughput beside the TypeScript SDK 1.x', rate('ours, open') / rate('TypeScript SDK 1.x'), 15, more),
      target('ours open, throughput beside the TypeScript SDK 2.x', rate('ours, open') / rate('TypeScript SDK 2.x'), 15, more),
      target('opaque token, CPU beside ours open', cpu(cell('ours, opaque token')) / open, 1.1),
      target('opaque token, a tool that never waits, CPU beside the same open', cpu(cell('ours, opaque token, a tool that never waits')) / cpu(cell('ours, open, a tool that never waits')), 1.1),
      target('JWT seen before, CPU beside ours open', cpu(cell('ours, JWT seen before (ES256)')) / open, 1.1),
      target('opaque token, CPU beside the Java SDK open', cpu(cell('ours, opaque token')) / cpu(cell('Java SDK, stateless')), 0.5),
      target('answer as SSE (with a progress event more), throughput beside JSON', rate('ours, open, answer as SSE') / rate('ours, open'), 0.8, more),
    ].join('\n'),
    generatorCheck(rows),
  ].join('\n\n');
}

export function streams(rows, naps) {
  const cell = named(rows);
  const keys = ['residentKb', 'heapKb', 'openSeconds', 'p50', 'p99', 'threads'];
  const bare = cell('bare servlet');
  const ours = cell('ours, subscriptions/listen');
  const held = rounds => of(rounds, 'residentKb') + of(rounds, 'heapKb');
  return [
    table(
      ['', 'resident KB each', 'heap KB each', 'open all, s', 'broadcast p50, ms', 'p99, ms', 'threads'],
      rows.map(({ name, rounds }) => [name, ...keys.map(key => number(of(rounds, key)))]),
    ),
    'The heap of the Java servers is resident from the start, so what a stream holds is there the sum of the first two columns.',
    [
      target('KB per stream', held(ours), 12),
      target('broadcast p99 beside the bare servlet', of(ours, 'p99') / of(bare, 'p99'), 1.25),
      target('time to open all beside the bare servlet', of(ours, 'openSeconds') / of(bare, 'openSeconds'), 1.5),
      target('threads beside the bare servlet', of(ours, 'threads') / of(bare, 'threads'), 2),
      target('32 tools of 1 s on 8 container threads, s', naps, 1.3),
    ].join('\n'),
  ].join('\n\n');
}

export function starts(rows) {
  const cell = named(rows);
  const bare = of(cell('bare servlet on Jetty'), 'wall');
  const ours = cell('ours: example server with its database');
  const small = cell('ours, with an archive, on a small machine');
  return [
    table(
      ['', 'wall, ms', 'CPU, ms', 'memory, MB'],
      rows.map(({ name, rounds }) => [name, ...['wall', 'cpu', 'resident'].map(key => spread(rounds, key))]),
    ),
    [
      target('wall beside bare Jetty', of(ours, 'wall') / bare, 1.5),
      target('wall with a class-data archive beside bare Jetty', of(cell('ours, with a class-data archive'), 'wall') / bare, 1),
      target('wall with an archive and the flags for a small machine beside bare Jetty', of(small, 'wall') / bare, 1),
      target('memory, MB', of(ours, 'resident'), 130),
      target('memory with the flags for a small machine, MB', of(small, 'resident'), 130),
    ].join('\n'),
  ].join('\n\n');
}

export function hostile(rows, before, after) {
  const targets = [0, 2].map(at => {
    const [good, mixed] = [rows[at].rounds, rows[at + 1].rounds];
    return target(`${rows[at].name}: throughput of good requests beside the same without hostile ones`, of(mixed, 'rate') / of(good, 'rate'), 0.8, { atLeast: true });
  });
  const heaps = before.map((size, at) => `${number(size)} MB before, ${number(after[at])} MB after`).join('; ');
  return [
    table(['', 'good requests per second', 'CPU µs each'], rows.map(({ name, rounds }) => [name, spread(rounds, 'rate'), spread(rounds, 'cpu')])),
    targets.join('\n'),
    `Heap in use after a collection, MCP server and authorization server: ${heaps}.`,
  ].join('\n\n');
}
