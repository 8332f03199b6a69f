// Installs our bridge into a host's configuration, and starts it as that configuration says.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { jdk } from '../lib/jdks.mjs';
import { run, stopAll } from '../lib/processes.mjs';
import { JAVA, jar } from '../lib/project.mjs';
import { RemoteServer } from '../lib/remote-server.mjs';
import { INITIALIZE, StdioProcess } from '../lib/stdio-process.mjs';

const BRIDGE = jar('bridge/target/mcp-oauth-bridge.jar');
const MINE = '{\n    "theme": "dark",\n    "mcpServers": {\n        "mine": {"command": "true"}\n    }\n}\n';

// The JVM takes no class of a jar from an archive when the jar's path has characters that a URL escapes.
for (const [home, share] of [['mcp-oauth-home-', 0.9], ["it's a home & 100% ", 0]]) describe(`mcp-oauth-bridge install, ${home}`, () => {
  let server;
  let folder;
  let env;
  let file;

  const bridge = (...args) => run(JAVA, ['-jar', BRIDGE, ...args], { env });
  const entry = async () => JSON.parse(await readFile(file, 'utf8')).mcpServers.remote;

  const installed = name => path.join(folder, '.local/share/mcp-oauth-bridge-launcher', name);

  /** Starts what the entry says, and answers the name of the server's tool. */
  async function start() {
    const { command, args } = await entry();
    const process = new StdioProcess(command, args, env);
    await process.request('initialize', INITIALIZE);
    process.notify('notifications/initialized');
    const { tools } = await process.request('tools/list');
    await process.end();
    return tools[0].name;
  }

  /** The lines of the log of loaded classes of such a start. */
  async function loadedClasses() {
    const flags = await readFile(installed('mcp-oauth-bridge.args'), 'utf8');
    const log = path.join(folder, 'classes');
    await writeFile(installed('mcp-oauth-bridge.args'), flags.replace('-jar', `"-Xlog:class+load:file=${log}"\n-jar`));
    assert.equal(await start(), 'echo');
    await writeFile(installed('mcp-oauth-bridge.args'), flags);
    return (await readFile(log, 'utf8')).split('\n');
  }

  before(async () => {
    server = await RemoteServer.start();
    folder = await mkdtemp(path.join(os.tmpdir(), home));
    env = { HOME: folder, XDG_CONFIG_HOME: '', XDG_DATA_HOME: '', XDG_STATE_HOME: '' };
    file = path.join(folder, '.config/Claude/claude_desktop_config.json');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, MINE);
  });
  after(async () => {
    await stopAll();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const install = (...flags) => {
    const header = ['--header', 'Authorization: Bearer ${BRIDGE_TOKEN}', '--key-source', 'file'];
    return bridge('install', 'claude-desktop', server.url, '--name', 'remote', ...header, ...flags);
  };

  it('shows the change and makes none', async () => {
    const { code, stdout } = await install('--dry-run');
    assert.equal(code, 0);
    assert.match(stdout, /^\+ {9}"remote": \{$/m);
    assert.equal(await readFile(file, 'utf8'), MINE);
    await assert.rejects(stat(installed('')));
  });

  it('writes no secret', async () => {
    const { code, stderr } = await install('--header', 'X-Key: as-good-as-a-password', '--yes');
    assert.equal(code, 2);
    assert.doesNotMatch(stderr, /as-good/);
    assert.equal(await readFile(file, 'utf8'), MINE);
  });

  it('adds an entry that the host can start, with its class-data archive', async () => {
    const { code, stderr } = await install('--yes');
    assert.equal(code, 0, stderr);
    env.BRIDGE_TOKEN = server.token();
    const classes = await loadedClasses();
    const ours = classes.filter(line => line.includes(' dev.mcpoauth.') && !line.includes('Lambda'));
    assert.ok(ours.length > 100, 'the log of loaded classes is not understood');
    const archived = ours.filter(line => line.includes('shared objects file (top)'));
    assert.ok(archived.length >= share * ours.length, `${archived.length} of ${ours.length} from the archive`);
  });

  it('starts without the archive where it is of no use', async () => {
    const archive = installed('mcp-oauth-bridge.jsa');
    const bytes = await readFile(archive);
    await rm(archive);
    assert.equal(await start(), 'echo');
    await writeFile(archive, 'not an archive'.repeat(1000));
    assert.equal(await start(), 'echo');
    await rm(archive);
    await writeFile(archive, bytes);
  });

  it('starts with another JDK than the one that made the archive', async () => {
    const other = await jdk(25);
    const script = await readFile(installed('mcp-oauth-bridge'), 'utf8');
    const changed = script.replace(/^java=.*$/m, `java='${path.join(other, 'bin/java')}'`);
    await writeFile(installed('mcp-oauth-bridge'), changed);
    assert.equal(await start(), 'echo');
  });

  it('takes everything out again', async () => {
    const { code, stderr } = await bridge('uninstall', 'claude-desktop', '--name', 'remote', '--yes');
    assert.equal(code, 0, stderr);
    assert.equal(await readFile(file, 'utf8'), MINE);
    await assert.rejects(stat(installed('')));
  });

  it('leaves a file alone that is not JSON', async () => {
    await writeFile(file, '// mine\n{}\n');
    const { code, stderr } = await install('--yes');
    assert.equal(code, 1);
    assert.match(stderr, /left alone/);
    assert.equal(await readFile(file, 'utf8'), '// mine\n{}\n');
  });
});
