// A bridge as a child process, spoken to line by line, without a client library that would take time of its own.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { adopt } from './processes.mjs';

export const INITIALIZE = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'stdio-process', version: '1.0.0' },
};

export class StdioProcess {
  #waiting = new Map();
  #next = 1;

  constructor(command, args, env = {}) {
    this.child = adopt(spawn(command, args, { env: { ...process.env, ...env } }));
    this.errors = '';
    this.child.stderr.on('data', chunk => (this.errors += chunk));
    this.child.stdin.on('error', () => {}); // the process has ended, which the requests are told
    createInterface({ input: this.child.stdout }).on('line', line => this.#take(JSON.parse(line)));
    this.child.ended.then(() => this.#waiting.forEach(({ reject }) => reject(new Error(`it has ended:\n${this.errors}`))));
  }

  #take(message) {
    const waiting = this.#waiting.get(message.id);
    if (!waiting || message.method) return;
    this.#waiting.delete(message.id);
    if (message.error) waiting.reject(new Error(JSON.stringify(message.error)));
    else waiting.resolve(message.result);
  }

  request(method, params = {}) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#write({ jsonrpc: '2.0', id, method, params });
    });
  }

  notify(method, params = {}) {
    this.#write({ jsonrpc: '2.0', method, params });
  }

  #write(message) {
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Closes its input and waits for its end. */
  end() {
    this.child.stdin.end();
    return this.child.ended;
  }
}
