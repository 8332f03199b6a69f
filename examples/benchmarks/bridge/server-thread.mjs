// The remote server in a thread of its own, so that it does not wait for the one that measures.
import { parentPort, workerData } from 'node:worker_threads';
import { RemoteServer } from '../../../.ci/lib/remote-server.mjs';

const server = await RemoteServer.start(workerData);
parentPort.postMessage({ url: server.url, token: server.token() });
parentPort.on('message', () => parentPort.postMessage(server.requests.splice(0)));
