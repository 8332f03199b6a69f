// The authorization server that comes with the TypeScript SDK 1.x, with the provider of its examples, without the limit on requests. The
// example leaves refreshing to the reader, so there is only the exchange of codes.
import { DemoInMemoryAuthProvider } from '@modelcontextprotocol/sdk/examples/server/demoInMemoryOAuthProvider.js';
import { mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import express from 'express';
import { serve } from './serve.mjs';

const provider = new DemoInMemoryAuthProvider();
await provider.clientsStore.registerClient({
  client_id: 'app', redirect_uris: ['https://client.example/callback'], token_endpoint_auth_method: 'none',
});
const unlimited = { rateLimit: false };
serve(express().use(mcpAuthRouter({
  provider, issuerUrl: new URL(`http://127.0.0.1:${process.argv[2]}`), tokenOptions: unlimited, authorizationOptions: unlimited,
})));
