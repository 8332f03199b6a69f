// Measurements of one process, from what the kernel says about it.
import { readFile } from 'node:fs/promises';
import https from 'node:https';
import { INITIALIZE } from '../../../.ci/lib/stdio-process.mjs';

const MILLISECONDS_PER_TICK = 10; // USER_HZ is 100 on Linux

/** Processor time, and resident memory now and at most, in ms and MB. */
async function usage({ pid }) {
  const stat = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = name => Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))[1]) / 1024;
  return { cpu: (Number(stat[11]) + Number(stat[12])) * MILLISECONDS_PER_TICK, peak: megabytes('VmHWM'), now: megabytes('VmRSS') };
}

/** One start: to the first answer and on to the first list of tools; then the process is ended. */
export async function oneStart(start, requests) {
  await requests();
  const began = performance.now();
  const bridge = start();
  await bridge.request('initialize', INITIALIZE);
  const wall = performance.now() - began;
  const first = await usage(bridge.child);
  const sent = (await requests()).length;
  bridge.notify('notifications/initialized');
  await bridge.request('tools/list');
  const listedWall = performance.now() - began;
  const listed = await usage(bridge.child);
  await bridge.end();
  return { wall, cpu: first.cpu, requests: sent, peak: listed.peak, listedWall, listedCpu: listed.cpu };
}

export async function started(start) {
  const bridge = start();
  await bridge.request('initialize', INITIALIZE);
  bridge.notify('notifications/initialized');
  const call = () => bridge.request('tools/call', { name: 'echo', arguments: {} });
  await bridge.request('tools/list');
  return { call, usage: () => usage(bridge.child), end: () => bridge.end() };
}

/** Calls the server without a bridge, on connections that stay open. */
export function direct(url, token, ca) {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 16, ca });
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'echo', arguments: {} } });
  const call = () =>
    new Promise((resolve, reject) => {
      const request = https.request(url, { agent, method: 'POST', headers }, async response => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve(JSON.parse(text).result);
      });
      request.on('error', reject).end(body);
    });
  return { call, end: () => agent.destroy() };
}

/** Latencies in ms of calls one after the other. */
export async function sequential(call, count) {
  const times = [];
  for (let i = 0; i < count; i++) {
    const began = performance.now();
    await call();
    times.push(performance.now() - began);
  }
  return times;
}

/** Calls per second, so many at a time. */
export async function throughput(call, count, concurrency) {
  let left = count;
  const began = performance.now();
  const worker = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (count * 1000) / (performance.now() - began);
}

export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}

export const median = values => quantile(values, 0.5);
