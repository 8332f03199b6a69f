// The loopback listener of a client that signs in: waits for the one redirect that ends an authorization request.
import { once } from 'node:events';
import http from 'node:http';
import { freePort } from './processes.mjs';

export class CallbackListener {
  #server = http.createServer((request, response) => {
    const url = new URL(request.url, this.redirectUri);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><title>Back at the client</title><p>You may close this page.');
    if (url.pathname === '/callback') this.#server.emit('callback', url.searchParams);
  });

  constructor(port) {
    this.port = port;
    this.redirectUri = `http://127.0.0.1:${port}/callback`;
  }

  static async open(port) {
    const listener = new CallbackListener(port ?? (await freePort()));
    await once(listener.#server.listen(listener.port, '127.0.0.1'), 'listening');
    return listener;
  }

  /** The parameters of the redirect that comes while the action goes on or within 20 seconds of its start. */
  async during(action) {
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, AbortSignal.timeout(20_000)]);
    const arrival = once(this.#server, 'callback', { signal });
    arrival.catch(() => {}); // reported below, unless the action fails first
    try {
      await action();
      return (await arrival)[0];
    } finally {
      over.abort();
    }
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
