#!/usr/bin/env node
// The official TypeScript server 1.x. Over HTTP the revision is in the path: /REVISION/mcp with sessions, /REVISION/stateless
// without; /sse is of the SSE era. With --stdio it serves who started it.
import { completable } from '@modelcontextprotocol/sdk/server/completable.js';
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  ElicitResultSchema, InitializeRequestSchema, SubscribeRequestSchema, UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Sessions, host, refuse } from './host.mjs';
import {
  PERSON, TEMPLATE, TEXT, WATCHED, cancellations, completions, contents, failure, prompt, question, simpleText, text, untilAborted,
} from './words.mjs';

/** An application that agrees on this revision whatever is asked for. */
function application(version) {
  const server = new McpServer({ name: 'typescript-1', version: '1.32' }, { capabilities: { logging: {} } });
  const tool = (name, call, inputSchema = {}) => server.registerTool(name, { inputSchema }, call);

  tool('test_simple_text', simpleText);
  tool('test_error_handling', failure);
  tool('test_tool_with_progress', async (_, { _meta, sendNotification }) => {
    for (const progress of [0, 50, 100]) {
      const params = { progressToken: _meta.progressToken, progress, total: 100 };
      await sendNotification({ method: 'notifications/progress', params });
    }
    return text('Reported progress');
  });
  tool('test_tool_with_logging', async (_, { sendNotification }) => {
    await sendNotification({ method: 'notifications/message', params: { level: 'info', data: 'Logged by the tool' } });
    return text('Logged');
  });
  // On the stream of the call.
  tool('test_elicitation', async ({ message }, { sendRequest }) => {
    const params = { mode: 'form', message, requestedSchema: PERSON };
    const { action, content } = await sendRequest({ method: 'elicitation/create', params }, ElicitResultSchema);
    return text(`User response: action=${action}, content=${JSON.stringify(content)}`);
  }, { message: z.string() });
  // On the stream of the session.
  tool('test_sampling', async ({ prompt: words }) => {
    const { content } = await server.server.createMessage(question(words));
    return text(`LLM response: ${content.text}`);
  }, { prompt: z.string() });
  tool('test_list_roots', async () => text(`Roots: ${JSON.stringify(await server.server.listRoots())}`));
  tool('test_wait', async (_, { signal }) => {
    await untilAborted(signal);
    return text('Waited');
  });
  tool('test_cancelled', () => text(String(cancellations.count)));
  tool('test_reconnection', async (_, { closeSSEStream }) => {
    closeSSEStream();
    await delay(100);
    return text('Answered after the connection was closed');
  });
  tool('test_trigger_tool_change', () => {
    tool('passing_tool', simpleText).remove();
    return text('Changed the list of tools');
  });
  tool('test_touch_resource', async () => {
    await server.server.sendResourceUpdated({ uri: WATCHED });
    return text('Changed the resource');
  });

  for (const uri of [TEXT, WATCHED]) server.registerResource(uri, uri, {}, () => contents(uri));
  const template = new ResourceTemplate(TEMPLATE, { list: undefined });
  server.registerResource('template', template, {}, uri => contents(uri.href));
  server.server.registerCapabilities({ resources: { subscribe: true } });
  server.server.setRequestHandler(SubscribeRequestSchema, () => ({}));
  server.server.setRequestHandler(UnsubscribeRequestSchema, () => ({}));
  const argsSchema = { arg1: completable(z.string(), completions), arg2: z.string() };
  server.registerPrompt('test_prompt_with_arguments', { argsSchema }, prompt);

  if (version) {
    const initialize = server.server._requestHandlers.get('initialize');
    server.server.setRequestHandler(InitializeRequestSchema, async (...request) => ({
      ...(await initialize(...request)), protocolVersion: version,
    }));
  }
  return server;
}

if (process.argv[2] === '--stdio') {
  await application(process.argv[3]).connect(new StdioServerTransport());
} else {
  const sessions = new Sessions(StreamableHTTPServerTransport);
  const streams = new Map();
  host(async (path, request, response) => {
    const [, version, mode] = path.split('/');
    if (path === '/sessions') return sessions.list(response);
    if (path === '/sse') {
      if (request.method !== 'GET') return refuse(response, 405, 'Method not allowed');
      const transport = new SSEServerTransport('/messages', response);
      streams.set(transport.sessionId, transport);
      return application('2024-11-05').connect(transport);
    }
    if (path === '/messages') {
      const id = new URL(request.url, 'http://127.0.0.1').searchParams.get('sessionId');
      return streams.get(id).handlePostMessage(request, response);
    }
    if (mode === 'mcp') return sessions.handle(request, response, transport => application(version).connect(transport));
    if (request.method !== 'POST') return refuse(response, 405, 'Method not allowed');
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await application(version).connect(transport);
    await transport.handleRequest(request, response);
  });
}
