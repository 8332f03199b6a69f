// The targets, what was measured beside them, and whether they are met.
import { median } from './measure.mjs';

/** The rows as Markdown. */
export function table(starts, calls) {
  const of = (name, key) => starts[name].map(start => start[key]);
  const spread = (values, unit, digits = 0) =>
    `${median(values).toFixed(digits)} ${unit} [${Math.min(...values).toFixed(digits)} .. ${Math.max(...values).toFixed(digits)}]`;
  const start = (metric, key, unit, must, stretch, own = 'own') => ({
    metric,
    other: spread(of('other', key), unit),
    own: spread(of(own, key), unit),
    value: median(of(own, key)),
    must,
    stretch,
  });
  const ratio = median(of('own', 'wall')) / median(of('other', 'wall'));
  const added = (name, q) => calls[name][q] - calls.straight[q];
  const otherList = key => median(of('other', key));
  const rate = name => `${calls[name].rate.toFixed(0)}/s [${calls[name].slowest.toFixed(0)} .. ${calls[name].fastest.toFixed(0)}]`;
  const times = calls.own.rate / calls.other.rate;
  return [
    '| | mcp-remote 0.15.1 | mcp-oauth-bridge | must | stretch | |',
    '|---|---|---|---|---|---|',
    ...[
      start('CPU to the first answer of the server itself (`--wait-for-server`)', 'cpu', 'ms', 750, 550, 'waiting'),
      start('CPU to the first answer', 'cpu', 'ms', 250, 200),
      start('wall to the first answer', 'wall', 'ms', 0.55 * otherList('wall'), 0.25 * otherList('wall')),
      { metric: 'the same as a ratio', other: '1', own: ratio.toFixed(2), value: ratio, must: 0.55, stretch: 0.25 },
      start('requests before the first answer', 'requests', '', 2, 0),
      start('CPU to the first `tools/list`', 'listedCpu', 'ms', otherList('listedCpu'), otherList('listedCpu')),
      start('wall to the first `tools/list`', 'listedWall', 'ms', otherList('listedWall'), otherList('listedWall')),
      start('most memory until then', 'peak', 'MB', 65, 52),
      memory(calls.memory),
      latency('p50', 1.0, 0.6),
      { ...latency('p99', Infinity, Infinity) },
      { metric: 'calls per second, 16 at once', other: rate('other'), own: `${rate('own')}, ${times.toFixed(1)} times`, value: -times, must: -2, stretch: -2 },
    ].map(row),
    '',
    `Direct, without a bridge: p50 ${calls.straight.p50.toFixed(2)} ms, p99 ${calls.straight.p99.toFixed(1)} ms, ${rate('straight')}`
      + `${calls.straight.rate < 1.2 * calls.own.rate ? ': the server and the load generator bound the throughput above' : ''}.`,
  ];

  function latency(q, must, stretch) {
    const text = name => `+${added(name, q).toFixed(2)} ms`;
    return { metric: `added by a call, ${q}`, other: text('other'), own: text('own'), value: added('own', q), must, stretch };
  }
}

function memory({ own, other }) {
  return { metric: 'memory after 8,000 calls', other: `${other.toFixed(0)} MB`, own: `${own.toFixed(0)} MB`, value: own, must: 80, stretch: 72 };
}

function row({ metric, other, own, value, must, stretch }) {
  const bound = limit => (Number.isFinite(limit) ? String(Math.abs(Math.round(limit * 100) / 100)) : '-');
  const verdict = value <= stretch ? 'stretch' : value <= must ? 'must' : '**missed**';
  return `| ${metric} | ${other} | ${own} | ${bound(must)} | ${bound(stretch)} | ${Number.isFinite(must) ? verdict : ''} |`;
}
