// TCP in between: a balancer in front of the nodes, and a link to their store that can be cut.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';

/** Passes bytes both ways; an end stays an end, a break becomes a break. */
function join(near, far) {
  for (const [from, to] of [[near, far], [far, near]]) {
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => to.end());
  }
}

class Relay {
  #server = net.createServer(socket => this.#track(socket) && this.accept(socket));
  sockets = new Set();

  async listen() {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    this.port = this.#server.address().port;
    return this;
  }

  #track(socket) {
    socket.setNoDelay(true);
    socket.on('error', () => {});
    this.sockets.add(socket);
    return socket.on('close', () => this.sockets.delete(socket));
  }

  dial(port) {
    return this.#track(net.connect(port, '127.0.0.1'));
  }

  cutAll() {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  close() {
    this.#server.close();
    this.cutAll();
  }
}

/** Gives each connection to the next node; one that refuses it is passed over. */
export class Balancer extends Relay {
  #turn = 0;
  #ports = [];
  #open = new Map();
  /** The ports of the nodes that were given a connection, in order. */
  served = [];

  add(port) {
    this.#ports.push(port);
  }

  /** Gives the node no more connections, and waits until it has none. */
  async remove(port) {
    this.#ports = this.#ports.filter(other => other !== port);
    while (this.#open.get(port)?.size) await Promise.all([...this.#open.get(port)].map(socket => once(socket, 'close')));
  }

  accept(near, tried = 0) {
    if (tried >= this.#ports.length) return near.resetAndDestroy();
    const port = this.#ports[this.#turn++ % this.#ports.length];
    const far = this.dial(port);
    const refused = () => this.accept(near, tried + 1);
    far.once('error', refused);
    far.once('connect', () => {
      far.off('error', refused);
      this.served.push(port);
      this.#count(port, far);
      join(near, far);
    });
  }

  #count(port, socket) {
    const sockets = this.#open.get(port) ?? new Set();
    this.#open.set(port, sockets.add(socket));
    socket.on('close', () => sockets.delete(socket));
  }
}

/** The way to a server. */
export class Link extends Relay {
  #target;
  #down = false;
  #answersUntilCut = Infinity;

  constructor(target) {
    super();
    this.#target = target;
  }

  /** Cuts every connection and refuses new ones, or accepts them again. */
  down(isDown) {
    this.#down = isDown;
    if (isDown) this.cutAll();
  }

  /** Passes on so many more pieces of answers, then cuts a connection instead of passing on the next. Then all is well. */
  loseAnswerAfter(answers) {
    this.#answersUntilCut = answers;
  }

  /** Whether the answer was lost that should be. */
  get isWell() {
    return this.#answersUntilCut === Infinity;
  }

  accept(near) {
    if (this.#down) return near.resetAndDestroy();
    const far = this.dial(this.#target);
    far.prependListener('data', () => {
      if (this.#answersUntilCut-- > 0) return;
      this.#answersUntilCut = Infinity;
      far.unpipe(near);
      near.resetAndDestroy();
      far.resetAndDestroy();
    });
    join(near, far);
  }
}

/** Gives each request to the next node, also those that share a connection. */
export class RequestBalancer {
  #turn = 0;
  #ports;
  #agent = new http.Agent({ keepAlive: true });
  #server = http.createServer((request, response) => this.#pass(request, response));
  /** The ports of the nodes that were given a request, in order. */
  served = [];

  constructor(ports) {
    this.#ports = ports;
  }

  async listen() {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    this.port = this.#server.address().port;
    return this;
  }

  #pass(request, response) {
    const port = this.#ports[this.#turn++ % this.#ports.length];
    this.served.push(port);
    const { method, url, headers } = request;
    const far = http.request({ host: '127.0.0.1', port, method, path: url, headers, agent: this.#agent }, answer => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    far.on('error', () => response.destroy());
    response.on('close', () => far.destroy());
    request.pipe(far);
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
    this.#agent.destroy();
  }
}
