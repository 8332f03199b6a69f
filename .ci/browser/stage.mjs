// What the browser checks share: a running example, a client registered there, a browser, and a person who signs in.
import { after, before } from 'node:test';
import { CallbackListener } from '../lib/callback-listener.mjs';
import { ACCOUNT, DatabaseServer, workFolder } from '../lib/database-server.mjs';
import { stopAll } from '../lib/processes.mjs';
import { PublicClient } from '../lib/public-client.mjs';
import { launch } from './chromium.mjs';

/** Sets everything up before the tests of a file, hands it over, and takes it down after them. */
export function onStage(name, clientName, handOver, settings) {
  let listener;
  let browser;
  before(async () => {
    const folder = await workFolder(name);
    const server = await DatabaseServer.start(folder, settings);
    listener = await CallbackListener.open();
    const client = await PublicClient.register(server, listener.redirectUri, clientName);
    browser = await launch();
    handOver({ folder, server, listener, browser, client });
  });
  after(async () => {
    await browser?.close();
    listener?.close();
    await stopAll();
  });
}

export const passwordField = page => page.getByLabel(/password/i);
export const allow = page => page.getByRole('button', { name: /allow|approve|authorize/i });

export async function signIn(page, password = ACCOUNT.password) {
  await page.getByLabel(/name|account|user/i).fill(ACCOUNT.name);
  await passwordField(page).fill(password);
  await page.getByRole('button', { name: /sign in|log in/i }).click();
}
