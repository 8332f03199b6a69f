// What all Node peers of the comparison have in common: the port is the first argument, the end of standard input ends them, and a
// GET of /heap answers the heap in use after a collection, where --expose-gc allows one.
import { createServer } from 'node:http';

export function serve(handle) {
  const server = createServer((request, response) => {
    if (request.url !== '/heap') return handle(request, response);
    globalThis.gc?.();
    return response.end(String(process.memoryUsage().heapUsed));
  });
  server.keepAliveTimeout = 600_000;
  server.requestTimeout = 0;
  server.listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 1024 });
  process.stdin.on('end', () => process.exit(0)).resume();
}
