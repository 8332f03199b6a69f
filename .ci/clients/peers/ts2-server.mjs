#!/usr/bin/env node
// The official TypeScript server 2.x. Over HTTP: /mcp of 2026-07-28 and nothing else, /dual of every revision as the library's
// own handler serves it, and for each older one /REVISION/mcp with sessions and /REVISION/stateless without. With --stdio it
// serves who started it, or, with a revision, only that one.
import { NodeStreamableHTTPServerTransport, toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer, ResourceTemplate, completable, createMcpHandler, inputRequired, inputResponse } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Sessions, host } from './host.mjs';
import {
  PERSON, TEMPLATE, TEXT, WATCHED, cancellations, completions, contents, failure, prompt, question, simpleText, text, untilAborted,
} from './words.mjs';

/**
 * The application, written once for all revisions.
 * `changes` tells subscribers, where that is not the server's own task.
 */
function application(supportedProtocolVersions, changes) {
  const options = { capabilities: { logging: {}, resources: { subscribe: true, listChanged: true }, tools: { listChanged: true } } };
  const server = new McpServer({ name: 'typescript-2', version: '2.4' }, { ...options, supportedProtocolVersions });
  const tell = changes ?? {
    toolsChanged: () => server.sendToolListChanged(),
    resourceUpdated: uri => server.server.sendResourceUpdated({ uri }),
  };
  const tool = (name, call, shape = {}) => server.registerTool(name, { inputSchema: z.object(shape) }, call);
  const asking = (name, request, answer, shape) => tool(name, (args, { mcpReq }) => {
    const response = inputResponse(mcpReq.inputResponses, 'question');
    return response.kind === 'missing' ? inputRequired({ inputRequests: { question: request(args) } }) : text(answer(response));
  }, shape);

  tool('test_simple_text', simpleText);
  tool('test_error_handling', failure);
  tool('test_tool_with_progress', async (_, { mcpReq }) => {
    for (const progress of [0, 50, 100]) {
      const params = { progressToken: mcpReq._meta.progressToken, progress, total: 100 };
      await mcpReq.notify({ method: 'notifications/progress', params });
    }
    return text('Reported progress');
  });
  tool('test_tool_with_logging', async (_, { mcpReq }) => {
    await mcpReq.log('info', 'Logged by the tool');
    return text('Logged');
  });
  asking('test_elicitation', ({ message }) => inputRequired.elicit({ message, requestedSchema: PERSON }),
    ({ action, content }) => `User response: action=${action}, content=${JSON.stringify(content)}`, { message: z.string() });
  asking('test_sampling', ({ prompt: words }) => inputRequired.createMessage(question(words)),
    ({ result }) => `LLM response: ${result.content.text}`, { prompt: z.string() });
  asking('test_list_roots', () => inputRequired.listRoots(), ({ roots }) => `Roots: ${JSON.stringify(roots)}`);
  tool('test_wait', async (_, { mcpReq }) => {
    await untilAborted(mcpReq.signal);
    return text('Waited');
  });
  tool('test_cancelled', () => text(String(cancellations.count)));
  tool('test_reconnection', async (_, { http }) => {
    http.closeSSE();
    await delay(100);
    return text('Answered after the connection was closed');
  });
  tool('test_trigger_tool_change', async () => {
    await tell.toolsChanged();
    return text('Changed the list of tools');
  });
  tool('test_touch_resource', async () => {
    await tell.resourceUpdated(WATCHED);
    return text('Changed the resource');
  });

  for (const uri of [TEXT, WATCHED]) server.registerResource(uri, uri, {}, () => contents(uri));
  const template = new ResourceTemplate(TEMPLATE, { list: undefined });
  server.registerResource('template', template, {}, uri => contents(uri.href));
  server.server.setRequestHandler('resources/subscribe', () => ({}));
  server.server.setRequestHandler('resources/unsubscribe', () => ({}));
  const argsSchema = z.object({ arg1: completable(z.string(), completions), arg2: z.string() });
  server.registerPrompt('test_prompt_with_arguments', { argsSchema }, prompt);
  return server;
}

/** The library's handler; it has the subscriptions, so that its notifier tells the subscribers. */
function handler(versions, options) {
  const changes = { toolsChanged: () => made.notify.toolsChanged(), resourceUpdated: uri => made.notify.resourceUpdated(uri) };
  const made = createMcpHandler(() => application(versions, changes), options);
  return toNodeHandler(made, { onerror: console.error });
}

if (process.argv[2] === '--stdio') {
  const version = process.argv[3];
  if (version) await application([version]).connect(new StdioServerTransport());
  else serveStdio(() => application());
} else {
  const modern = handler(undefined, { legacy: 'reject' });
  const dual = handler();
  const sessions = new Sessions(NodeStreamableHTTPServerTransport);
  host((path, request, response) => {
    const [, version, mode] = path.split('/');
    if (path === '/sessions') return sessions.list(response);
    if (path === '/mcp') return modern(request, response);
    if (path === '/dual') return dual(request, response);
    if (mode === 'stateless') return handler([version])(request, response);
    const connect = transport => application([version]).connect(transport);
    return sessions.handle(request, response, connect, { supportedProtocolVersions: [version] });
  });
}
