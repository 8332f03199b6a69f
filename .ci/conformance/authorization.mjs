// The authorization-server scenarios: the suite prints an authorization URL and waits; the scripted user agent signs in.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort, start, untilServing } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';
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
async function databaseServer(out) {
  return (running ??= startDatabaseServer(out));
}

async function startDatabaseServer(out) {
  const [port, redirectPort] = [await freePort(), String(await freePort())];
  const account = { name: 'alice', password: 'correct horse battery' };
  const issuer = `http://localhost:${port}`;
  const args = [
    '-jar', jar('database-server/target/database-server.jar'),
    '--port', String(port), '--data', path.join(out, 'database'),
    '--account', `${account.name}:${account.password}`,
    '--client', 'conformance', '--redirect-uri', `http://127.0.0.1:${redirectPort}/callback`,
  ];
  const child = start(JAVA, args, { log: path.join(out, 'database-server.log') });
  await untilServing(`${issuer}/.well-known/oauth-authorization-server`, child);
  return { issuer, clientId: 'conformance', redirectPort, account };
}
