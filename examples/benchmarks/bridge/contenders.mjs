// The bridges that are measured: installed, signed in, and ready to be started.
import { chmod, copyFile, mkdir, readFile, realpath, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../../.ci/lib/processes.mjs';
import { JAVA, jar } from '../../../.ci/lib/project.mjs';
import { INITIALIZE, StdioProcess } from '../../../.ci/lib/stdio-process.mjs';

const here = name => fileURLToPath(new URL(name, import.meta.url));
const VISIT = here('../../../.ci/lib/visit.mjs');
const MCP_REMOTE = here('../../../.ci/clients/node_modules/mcp-remote/dist/proxy.js');
const PASSWORD = 'changeit'; // as the JDK's own trust store has it
const BRIDGE = jar('bridge/target/mcp-oauth-bridge.jar');

async function expectSuccess(command, args, options) {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${stdout}${stderr}`);
  return stdout;
}

async function javaHome() {
  const { stderr } = await run(JAVA, ['-XshowSettings:properties', '-version']);
  return realpath(stderr.match(/java\.home = (.*)/)[1]);
}

/** A key for the server, and what makes either bridge trust it beside all usual authorities. */
export async function certificate(folder) {
  const home = await javaHome();
  const keytool = (...args) => expectSuccess(path.join(home, 'bin/keytool'), args);
  const keys = path.join(folder, 'keys.p12');
  const pem = path.join(folder, 'certificate.pem');
  const store = ['-keystore', keys, '-storetype', 'PKCS12', '-storepass', PASSWORD, '-alias', 'server'];
  const names = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1'];
  await keytool('-genkeypair', '-keyalg', 'EC', '-validity', '2', ...names, ...store);
  await keytool('-exportcert', '-rfc', '-file', pem, ...store);
  const trusted = path.join(folder, 'trusted');
  await copyFile(await realpath(path.join(home, 'lib/security/cacerts')), trusted);
  await chmod(trusted, 0o600);
  await keytool('-importcert', '-noprompt', '-file', pem, '-keystore', trusted, '-storepass', PASSWORD, '-alias', 'server');
  return { tls: { pfx: await readFile(keys), passphrase: PASSWORD }, pem, trusted };
}

/** Our launcher with its archive, as `install` writes it. */
export async function ours(folder, url, { trusted }) {
  const env = {
    HOME: folder,
    XDG_DATA_HOME: '',
    XDG_CONFIG_HOME: '',
    XDG_STATE_HOME: '',
    NODE_EXTRA_CA_CERTS: '', // trust comes with the trust store below
    BROWSER: VISIT,
    JDK_JAVA_OPTIONS: `-Djavax.net.ssl.trustStore=${trusted}`,
  };
  const flags = ['--key-source', 'file'];
  await expectSuccess(JAVA, ['-jar', BRIDGE, 'install', 'cursor', url, '--name', 'measured', '--yes', ...flags], { env });
  const file = path.join(folder, '.cursor/mcp.json');
  const { command, args } = JSON.parse(await readFile(file, 'utf8')).mcpServers.measured;
  await expectSuccess(command, ['login', ...args], { env });
  const start = (...more) => new StdioProcess(command, [...args, ...more], env);
  return { name: 'mcp-oauth-bridge', start: () => start(), startWaiting: () => start('--wait-for-server') };
}

export async function mcpRemote(folder, url, { pem }) {
  const bin = path.join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  await symlink(VISIT, path.join(bin, 'xdg-open'));
  const env = {
    PATH: `${bin}:${process.env.PATH}`,
    BROWSER: VISIT,
    NODE_EXTRA_CA_CERTS: pem,
    MCP_REMOTE_CONFIG_DIR: path.join(folder, 'mcp-auth'),
  };
  const start = () => new StdioProcess(process.execPath, [MCP_REMOTE, url], env);
  const first = start();
  await first.request('initialize', INITIALIZE);
  await first.end();
  return { name: 'mcp-remote', start };
}
