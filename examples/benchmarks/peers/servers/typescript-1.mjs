// The official TypeScript SDK 1.x as its examples serve it: at /stateless without sessions and with JSON answers, at /mcp with sessions.
import { randomUUID } from 'node:crypto';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';
import express from 'express';
import { z } from 'zod';
import { serve } from './serve.mjs';

function application() {
  const server = new McpServer({ name: 'peer', version: '1' });
  const described = { description: 'Says what it was told.', inputSchema: { text: z.string() } };
  server.registerTool('echo', described, ({ text }) => ({ content: [{ type: 'text', text }] }));
  return server;
}

const app = express().use(express.json());
app.post('/stateless', async (request, response) => {
  const server = application();
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
  response.on('close', () => {
    transport.close();
    server.close();
  });
  await server.connect(transport);
  await transport.handleRequest(request, response, request.body);
});

const sessions = new Map();
const handle = async (request, response) => {
  const known = sessions.get(request.headers['mcp-session-id'])?.transport;
  await (known ?? (isInitializeRequest(request.body) && (await open())))?.handleRequest(request, response, request.body);
};
app.post('/mcp', handle).get('/mcp', handle);
app.get('/broadcast', (_, response) => {
  for (const { server } of sessions.values()) server.sendToolListChanged();
  response.end('1');
});
serve(app);

async function open() {
  const server = application();
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: id => void sessions.set(id, { transport, server }),
  });
  await server.connect(transport);
  return transport;
}
