// One HTTP request on a connection of its own, to the port of a node or of the balancer, whatever port its URL names.
import http from 'node:http';

/** Answers status, headers, body, and the parsed body where it is JSON. Fails if the answer is cut off. */
export function send(url, { port, method = 'GET', headers = {}, form, json, timeoutMs = 30_000 } = {}) {
  const body = form ? new URLSearchParams(form).toString() : json && JSON.stringify(json);
  const all = { host: new URL(url).host, connection: 'close', ...headers };
  if (body !== undefined) {
    all['content-type'] = form ? 'application/x-www-form-urlencoded' : 'application/json';
    all['content-length'] = Buffer.byteLength(body);
  }
  return new Promise((resolve, reject) => {
    const options = { method: body === undefined ? method : 'POST', headers: all, agent: false, timeout: timeoutMs };
    const request = http.request(url, { ...options, host: '127.0.0.1', ...(port && { port }) }, response => {
      const chunks = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode, headers: response.headers, text, json: parsed(response, text) });
      });
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    request.on('error', reject);
    request.end(body);
  });
}

function parsed(response, text) {
  return /json/.test(response.headers['content-type'] ?? '') ? JSON.parse(text) : undefined;
}
