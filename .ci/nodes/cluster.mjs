// Nodes of the example database server that share a store, behind a balancer; the way to the store can be cut.
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseServer, workFolder } from '../lib/database-server.mjs';
import { freePort } from '../lib/processes.mjs';
import { Balancer, Link } from './relay.mjs';

const NODES = 3;
// Starts sooner, and leaves room for the others.
const JAVA_OPTIONS = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m'];
const MANY = ['--registrations-per-window', '1000000', '--pending-requests-per-window', '1000000'];

export class Cluster {
  static async start(backend, args = []) {
    const cluster = new Cluster();
    cluster.backend = backend;
    cluster.link = await new Link(backend.port).listen();
    cluster.balancer = await new Balancer().listen();
    cluster.issuer = `http://localhost:${cluster.balancer.port}`;
    cluster.url = `${cluster.issuer}/mcp`;
    await cluster.#startNodes(args).catch(error => {
      cluster.close();
      throw error;
    });
    return cluster;
  }

  /** All at once. */
  async #startNodes(args) {
    const folder = await workFolder(`nodes-${this.backend.name}`);
    const numbers = Array.from({ length: NODES }, (_, i) => `${i}`);
    this.nodes = await Promise.all(numbers.map(number => this.#node(path.join(folder, number), args)));
    await Promise.all(this.nodes.map(node => node.start()));
    for (const port of this.ports) this.balancer.add(port);
  }

  async #node(folder, more) {
    await mkdir(folder);
    const { url, password } = this.backend.connection(this.link.port);
    const args = ['--store', url, '--issuer', this.issuer, ...MANY, ...more];
    const env = password ? { DATABASE_SERVER_STORE_PASSWORD: password } : {};
    return new DatabaseServer(folder, await freePort(), { args, env, java: JAVA_OPTIONS, issuer: this.issuer });
  }

  get ports() {
    return this.nodes.map(({ port }) => port);
  }

  /** Everything the nodes said. */
  async logs() {
    return (await Promise.all(this.nodes.map(({ log }) => readFile(log, 'utf8')))).join('');
  }

  close() {
    this.balancer.close();
    this.link.close();
  }
}
