// The official TypeScript SDK 2.x with its own handler for Node, of the revision 2026-07-28. It refuses more than 1,024 subscriptions unless it is told
// to hold more, as all servers here are.
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer, createMcpHandler } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { serve } from './serve.mjs';

function application() {
  const server = new McpServer({ name: 'peer', version: '1' }, { capabilities: { tools: { listChanged: true } } });
  const described = { description: 'Says what it was told.', inputSchema: z.object({ text: z.string() }) };
  server.registerTool('echo', described, ({ text }) => ({ content: [{ type: 'text', text }] }));
  return server;
}

const MAX_STREAMS = 20_000;
const mcp = createMcpHandler(application, { legacy: 'reject', maxSubscriptions: MAX_STREAMS });
const handle = toNodeHandler(mcp, { onerror: console.error });
serve((request, response) => {
  if (request.url !== '/broadcast') return handle(request, response);
  mcp.notify.toolsChanged();
  return response.end('1');
});
