// The stores that nodes share, as processes of the test's own: on a free loopback port, in a temporary folder, gone
// afterwards. They can be killed, frozen, restarted and made read-only, and asked what no client may ever see.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, run, start, until } from '../lib/processes.mjs';

const PASSWORD = 'kept+out of/every log%';
const AS_ROOT = process.getuid() === 0;

class Backend {
  #child;
  /** Asks for an orderly stop that waits for no client. */
  stopSignal = 'SIGTERM';

  constructor(port) {
    this.port = port;
    this.password = PASSWORD;
    this.folder = mkdtempSync(path.join(os.tmpdir(), 'mcp-oauth-nodes-'));
  }

  async start() {
    const [command, ...args] = this.command();
    this.#child = start(command, args, { log: path.join(this.folder, 'server.log') });
    let ended;
    this.#child.ended.then(() => (ended = true));
    await until(`${this.name} to answer`, () => ended || this.isReady());
    if (ended) throw new Error(`${this.name} does not start:\n${readFileSync(path.join(this.folder, 'server.log'))}`);
    return this;
  }

  /** Ends it as a crash would. */
  async kill() {
    this.#signal('SIGKILL');
    await this.#child.ended;
    await until(`the end of ${this.name}`, () => family(this.#child.pid).length === 0);
  }

  /** Leaves every connection open and answers nobody. */
  freeze() {
    this.#signal('SIGSTOP');
  }

  thaw() {
    this.#signal('SIGCONT');
  }

  /** An orderly stop and a start. */
  async restart() {
    this.#child.kill(this.stopSignal);
    await this.#child.ended;
    await this.start();
  }

  async close() {
    await this.kill();
    rmSync(this.folder, { recursive: true });
  }

  #signal(signal) {
    for (const pid of family(this.#child.pid)) signalIfThere(pid, signal);
  }
}

function signalIfThere(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** A process and its children, as long as they are running. */
function family(pid) {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(Number).filter(each => {
    try {
      const [state, parent] = readFileSync(`/proc/${each}/stat`, 'latin1').replace(/^.*\) /, '').split(' ');
      return state !== 'Z' && (each === pid || Number(parent) === pid);
    } catch {
      return false; // ended meanwhile
    }
  });
}

async function output(command, args, env) {
  const { code, stdout, stderr } = await run(command, args, { env, timeoutMs: 20_000 });
  if (code !== 0) throw new Error(`${path.basename(command)}: ${stderr}`);
  return stdout.trim();
}

const FORKS_BY_SQL = 'select count(*) from'
  + ' (select grant_id from oauth_refresh group by grant_id, generation having count(*) > 1) forks';

export class Postgres extends Backend {
  /** Acknowledges before it writes. */
  static UNSAFE = ['synchronous_commit=off', 'wal_writer_delay=10s'];

  name = 'postgresql';
  stopSignal = 'SIGINT';
  #more;

  constructor(port, more) {
    super(port);
    this.#more = more;
  }

  /** @param more settings, such as `synchronous_commit=off` */
  static async run(more = []) {
    const server = new Postgres(await freePort(), more);
    const password = path.join(server.folder, 'password');
    writeFileSync(password, PASSWORD);
    if (AS_ROOT) execFileSync('chown', ['-R', 'postgres', server.folder]);
    const data = path.join(server.folder, 'db');
    const initdb = ['-D', data, '-U', 'oauth', '-A', 'scram-sha-256', `--pwfile=${password}`, '--no-sync', '-E', 'UTF8'];
    const [command, ...args] = server.#asItself([...program('initdb'), ...initdb]);
    await output(command, args);
    return server.start();
  }

  /** How a node connects through a port of this machine; the password goes into its environment. */
  connection(port) {
    return { url: `jdbc:postgresql://127.0.0.1:${port}/postgres?user=oauth`, password: PASSWORD };
  }

  /** It refuses to run as root. */
  #asItself(command) {
    return AS_ROOT ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', ...command] : command;
  }

  command() {
    const settings = [`unix_socket_directories=${this.folder}`, 'listen_addresses=127.0.0.1', 'max_connections=200', ...this.#more];
    const data = path.join(this.folder, 'db');
    return this.#asItself([...program('postgres'), '-D', data, '-p', String(this.port), ...settings.flatMap(set => ['-c', set])]);
  }

  async isReady() {
    return (await this.#sql('select 1')) === '1';
  }

  #sql(...statements) {
    const env = { PGPASSWORD: PASSWORD, PGOPTIONS: '-c default_transaction_read_only=off', PGCONNECT_TIMEOUT: '5' };
    const args = ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'oauth', '-d', 'postgres', '-XAtq'];
    return output(program('psql')[0], [...args, ...statements.flatMap(sql => ['-c', sql])], env);
  }

  /** As after a failover: connections are gone, and new ones lead to a server that takes no writes, for as long as they live. */
  async readOnly(on) {
    await this.#sql(`alter database postgres ${on ? 'set default_transaction_read_only = on' : 'reset default_transaction_read_only'}`);
    const others = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usename = 'oauth'";
    if (on) await this.#sql(others);
  }

  /** Families that went on twice from one token, or began twice from one code. */
  async forks() {
    return Number(await this.#sql(FORKS_BY_SQL));
  }
}

/** Debian keeps the programs of each PostgreSQL apart, and off the path. */
function program(name) {
  const versions = '/usr/lib/postgresql';
  const found = (existsSync(versions) ? readdirSync(versions) : [])
    .sort((a, b) => b - a).map(version => path.join(versions, version, 'bin', name)).find(existsSync);
  return [found ?? name];
}

export class MariaDb extends Backend {
  name = 'mariadb';

  static async run() {
    const server = new MariaDb(await freePort());
    const data = ['--no-defaults', `--datadir=${path.join(server.folder, 'db')}`, `--user=${os.userInfo().username}`];
    await output('mariadb-install-db', [...data, '--auth-root-authentication-method=normal', '--skip-test-db']);
    await server.start();
    // Not one that may write where nobody else may.
    const rights = 'grant select, insert, update, delete, create, index on oauth.* to oauth@127.0.0.1';
    await server.#sql(`create database oauth; create user oauth@127.0.0.1 identified by '${PASSWORD}'; ${rights}`);
    return server;
  }

  connection(port) {
    return { url: `jdbc:mariadb://127.0.0.1:${port}/oauth?user=oauth`, password: PASSWORD };
  }

  command() {
    const places = ['datadir=db', 'socket=socket', 'pid-file=pid'].map(place => `--${place.replace('=', `=${this.folder}/`)}`);
    const network = ['--bind-address=127.0.0.1', `--port=${this.port}`, '--skip-name-resolve'];
    return ['/usr/sbin/mariadbd', '--no-defaults', `--user=${os.userInfo().username}`, ...places, ...network];
  }

  async isReady() {
    return (await this.#sql('select 1')) === '1';
  }

  #sql(statements) {
    const address = ['--no-defaults', '-h', '127.0.0.1', '-P', String(this.port), '-u', 'root'];
    return output('mariadb', [...address, '--connect-timeout=5', '-N', '-B', '-e', statements]);
  }

  async readOnly(on) {
    await this.#sql(`set global read_only = ${on ? 1 : 0}`);
  }

  async forks() {
    return Number(await this.#sql(`use oauth; ${FORKS_BY_SQL}`));
  }
}

export class Redis extends Backend {
  name = 'redis';
  /** Does not write. */
  static UNSAFE = ['--appendonly', 'no'];
  #more;

  constructor(port, more) {
    super(port);
    this.#more = more;
  }

  /** @param more arguments, such as `--appendonly no` */
  static async run(more = []) {
    return new Redis(await freePort(), more).start();
  }

  /** How a node connects through a port of this machine: here the password is in the URL. */
  connection(port) {
    return { url: `redis://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}` };
  }

  /** Writes each change to disk before it answers. */
  command() {
    const network = ['--bind', '127.0.0.1', '--port', String(this.port), '--requirepass', PASSWORD];
    const safe = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
    return ['redis-server', ...network, '--dir', this.folder, ...safe, ...this.#more];
  }

  async isReady() {
    return (await this.#ask('ping')) === 'PONG';
  }

  async #ask(...command) {
    const answer = await output('redis-cli', ['-p', String(this.port), ...command], { REDISCLI_AUTH: PASSWORD });
    if (/^\(?error|^(ERR|LOADING|NOAUTH)/.test(answer)) throw new Error(answer);
    return answer;
  }

  /** As after a failover: it follows a primary, though one that is not there. */
  async readOnly(on) {
    await this.#ask('replicaof', ...(on ? ['127.0.0.1', '1'] : ['no', 'one']));
  }

  /** Families that went on twice from one token, or began twice from one code. */
  async forks() {
    return Number(await this.#ask('eval', FORKS, '0'));
  }
}

const FORKS = `
  local seen, forks, cursor = {}, 0, '0'
  repeat
    local page = redis.call('SCAN', cursor, 'MATCH', '*}:refresh:*', 'COUNT', 1000)
    cursor = page[1]
    for _, key in ipairs(page[2]) do
      local generation = string.match(key, '{(.-)}') .. ' ' .. redis.call('HGET', key, 'generation')
      if seen[generation] and seen[generation] ~= key then forks = forks + 1 end
      seen[generation] = key
    end
  until cursor == '0'
  return forks`;

/** Those of the names, or the one that NODES_STORE names. */
export function backends(...names) {
  const all = { postgresql: Postgres, mariadb: MariaDb, redis: Redis };
  const asked = process.env.NODES_STORE;
  return (asked ? [asked] : names).map(name => [name, all[name]]);
}
