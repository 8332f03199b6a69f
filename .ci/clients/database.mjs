// The example's tools as the clients use them, and what a session is expected to find there.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

const TOOLS = ['change', 'describe_table', 'list_tables', 'query'];

export const CHANGE_NOTHING = ['change', { statements: [{ sql: 'delete from shop.author where id = -1' }] }];

export async function listsTheTools(client) {
  const names = (await client.listTools()).map(tool => tool.name);
  assert.deepEqual(TOOLS.filter(name => !names.includes(name)), [], `not among ${names}`);
  const { tables } = structured(await client.callTool('list_tables', {}));
  const { rows } = tables.find(({ name }) => /book$/i.test(name));
  assert.ok(rows > 100, `${rows} books`);
}

export async function queries(client) {
  const sql = 'select count(*) from shop.author where country = ? or 1 = ?';
  const answer = await client.callTool('query', { sql, parameters: ['XX', 1] });
  const { rows } = structured(answer);
  assert.ok(rows[0][0] > 10, `${rows[0][0]} authors`);
  assert.match(textOf(answer), new RegExp(String(rows[0][0])), 'the text tells the same');
}

/** Whatever the SQL says, a query changes nothing, and the refusal is a tool's error without a path in it. */
export async function canNotWriteByQuerying(client) {
  const answer = await client.callTool('query', { sql: "insert into shop.author (name, country, born) values ('x', 'XX', '2000-01-01')" });
  assert.equal(answer.isError, true);
  assert.doesNotMatch(textOf(answer), /\/|\bat [a-z]+\.|Exception/);
}

/** Writes a row that was never there before, and reads it back. */
export async function writesAndReadsBack(client, change = args => client.callTool('change', args)) {
  const name = `author ${randomUUID()}`;
  const insert = 'insert into shop.author (name, country, born) values (?, ?, ?)';
  const { total } = structured(await change({ statements: [{ sql: insert, parameters: [name, 'XX', '2000-01-01'] }] }));
  assert.equal(total, 1);
  const read = await client.callTool('query', { sql: 'select name from shop.author where name = :name', parameters: { name } });
  assert.deepEqual(structured(read).rows, [[name]]);
}

const textOf = result => (result.content ?? []).map(part => part.text ?? '').join('\n');

function structured(result) {
  assert.notEqual(result.isError, true, textOf(result));
  assert.ok(result.structuredContent, 'no structuredContent');
  return result.structuredContent;
}
