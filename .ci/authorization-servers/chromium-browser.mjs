#!/usr/bin/env node
// What BROWSER is for a client whose user has a real browser. Like one it returns at once; notes in SIGN_IN_LOG where it ended.
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { signIn } from './person.mjs';

const [url, mode] = process.argv.slice(2);
if (mode === 'now') {
  const outcome = await signIn(url, JSON.parse(process.env.SIGN_IN)).catch(error => ({ error: error.message }));
  appendFileSync(process.env.SIGN_IN_LOG, `${JSON.stringify(outcome)}\n`);
} else {
  const options = { detached: true, stdio: 'ignore' };
  spawn(process.execPath, [fileURLToPath(import.meta.url), url, 'now'], options).unref();
}
