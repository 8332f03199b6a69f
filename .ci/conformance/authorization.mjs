// The authorization-server scenarios: the suite prints an authorization URL and waits; the scripted user agent signs in.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ACCOUNT, DatabaseServer } from '../lib/database-server.mjs';
import { freePort } from '../lib/processes.mjs';
import { UserAgent } from '../lib/user-agent.mjs';
import { judge } from './verdict.mjs';

/** Without --scenario: the code grant takes the metadata of the scenario before it. */
export async function runAuthorization(suite, revision, names, out, options) {
  const { issuer, clientId, redirectPort, account } = options.issuer ? given(options) : await databaseServer(out);
  const args = ['authorization', '--url', issuer, '--client-id', clientId, '-p', redirectPort, '--spec-version', revision];
  const browser = new SignInOnce(account);
  const { checks, output } = await suite.run(args, out, { timeoutMs: 120_000, onOutput: printed => browser.read(printed) });
  await writeFile(path.join(out, `suite-authorization-${revision}.log`), `${output}\n${await browser.outcome}\n`);
  return names.map(name => judge(name, checks.get(`authorization-server-${name}`) ?? []));
}

class SignInOnce {
  outcome = Promise.resolve('no authorization URL was printed');
  #seen = '';
  #started = false;
  #account;

  constructor(account) {
    this.#account = account;
  }

  read(printed) {
    this.#seen += printed;
    const url = /^(http\S+response_type=code\S+)$/m.exec(this.#seen);
    if (this.#started || !url) return;
    this.#started = true;
    this.outcome = new UserAgent(this.#account).authorize(url[1]).then(
      ({ pages, status }) => `signed in through ${pages.join(' > ')}, callback answered ${status}`,
      error => `sign-in failed: ${error.message}`);
  }
}

function given(options) {
  const [name, password] = options.account.split(/:(.*)/s);
  const { issuer, 'client-id': clientId, 'redirect-port': redirectPort } = options;
  return { issuer, clientId, redirectPort, account: { name, password } };
}

let running;
const databaseServer = out => (running ??= startDatabaseServer(out));

async function startDatabaseServer(out) {
  const redirectPort = String(await freePort());
  const args = ['--client', 'conformance', '--redirect-uri', `http://127.0.0.1:${redirectPort}/callback`];
  const { issuer } = await DatabaseServer.start(out, { args });
  return { issuer, clientId: 'conformance', redirectPort, account: ACCOUNT };
}
