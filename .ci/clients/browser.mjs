#!/usr/bin/env node
// What BROWSER and xdg-open are for the clients under test. Like a browser it returns at once, and then signs in with
// the account of SIGN_IN, approves, and notes in SIGN_IN_LOG what was asked for. The client starts it with the URL.
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UserAgent } from '../lib/user-agent.mjs';

const [url, mode] = process.argv.slice(2);
if (mode === 'now') {
  const scope = new URL(url).searchParams.get('scope'); // not there when the request was sent ahead (RFC 9126)
  const outcome = await new UserAgent(JSON.parse(process.env.SIGN_IN)).authorize(url).catch(error => ({ error: error.message }));
  appendFileSync(process.env.SIGN_IN_LOG, `${JSON.stringify({ ...outcome, scope: scope ?? outcome.scope, url: undefined })}\n`);
} else {
  const options = { detached: true, stdio: 'ignore' };
  spawn(process.execPath, [fileURLToPath(import.meta.url), url, 'now'], options).unref();
}
