// The example's tools as the clients use them, and what a session is expected to find there.
import assert from 'node:assert/strict';

export const TOOLS = { tables: 'list_tables', query: 'query', write: 'change' };

/** A write that must not happen without permission. */
export const DELETION = { statements: [{ sql: 'delete from review' }] };

export async function listsTheTools(client) {
  const names = (await client.listTools()).map(tool => tool.name);
  Object.values(TOOLS).forEach(name => assert.ok(names.includes(name), `${name} among ${names}`));
}

export async function queries(client) {
  const answer = await client.callTool(TOOLS.query, { sql: 'select 6 * 7 as answer' });
  assert.notEqual(answer.isError, true, textOf(answer));
  assert.match(textOf(answer), /42/);
}

/** Writes a value that was never there before, and reads it back. */
export async function writesAndReadsBack(client, write = args => client.callTool(TOOLS.write, args)) {
  const name = `press-${Date.now()}`;
  const sql = 'insert into publisher (name, city, country) values (?, ?, ?)';
  const written = await write({ statements: [{ sql, parameters: [name, 'Oslo', 'NO'] }] });
  assert.notEqual(written.isError, true, textOf(written));
  const read = await client.callTool(TOOLS.query, { sql: 'select name from publisher where name = ?', parameters: [name] });
  assert.ok(textOf(read).includes(name), textOf(read));
}

export const textOf = result => (result.content ?? []).map(part => part.text ?? '').join('\n');
