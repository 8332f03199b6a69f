// What clients were told, and a check of the living system against it.

/** A grant as its client knows it. Only what was acknowledged is in here. */
class Family {
  tokens = [];
  revokedAccess = new Set();
  isRevoked = false;

  constructor(client, code) {
    Object.assign(this, { client, code });
  }

  get last() {
    return this.tokens.at(-1);
  }

  get alive() {
    return this.isRevoked ? [] : this.tokens.filter(tokens => !this.revokedAccess.has(tokens));
  }
}

export class Journal {
  clients = [];
  families = [];
  violations = [];

  began(client, code) {
    const family = new Family(client, code);
    this.families.push(family);
    return family;
  }

  violated(text) {
    this.violations.push(text);
  }

  /** Everything that was acknowledged to have changed something. */
  get transitions() {
    const each = ({ tokens, revokedAccess, isRevoked }) => tokens.length + revokedAccess.size + (isRevoked ? 1 : 0);
    return this.families.reduce((sum, family) => sum + each(family), this.clients.length);
  }

  get summary() {
    const revoked = this.families.filter(({ isRevoked }) => isRevoked).length;
    const rotated = this.families.reduce((sum, { tokens }) => sum + Math.max(tokens.length - 1, 0), 0);
    return `${this.clients.length} registrations, ${this.families.length} codes, ${rotated} rotations, ${revoked} revoked grants`;
  }
}

const AT_ONCE = 8;

async function forEach(items, action) {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await action(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/**
 * Asks every node, and records a violation for whatever is not as a client was told. Ends all families on the way: that
 * they can be ended is a part of the check.
 */
export async function verify(journal, ports) {
  const expect = (condition, text) => condition || journal.violated(text);
  let questions = 0;
  const everywhere = async (status, text, request) => {
    for (const port of ports) {
      questions++;
      const answer = await request(port);
      expect(answer.status === status, `${text}: ${answer.status} ${answer.text}`);
    }
  };
  const any = () => ports[questions++ % ports.length];

  await forEach(journal.clients, async client =>
    expect(await client.isKnown(any()), `registration ${client.clientId} is lost`));

  await forEach(journal.families.filter(({ tokens }) => tokens.length), async family => {
    const { client } = family;
    for (const tokens of family.revokedAccess) {
      await everywhere(401, 'a revoked access token', port => client.call(tokens, port));
    }
    if (family.isRevoked) {
      await everywhere(401, 'an access token of a revoked grant', port => client.call(family.last, port));
      await everywhere(400, 'a refresh token of a revoked grant', port => client.refresh(family.last, port));
      return;
    }
    for (const tokens of family.alive) {
      const { status, text } = await client.call(tokens, any());
      expect(status === 200, `an access token is lost: ${status} ${text}`);
    }
    const next = await client.refresh(family.last, any());
    expect(next.status === 200, `the last refresh token is lost: ${next.status} ${next.text}`);
    if (next.status !== 200) return;
    // Whatever was spent before stays spent: with a second successor it would be answered by one.
    const [what, again] = family.tokens.length > 1 && questions % 2
      ? ['a rotated refresh token', await client.refresh(family.tokens.at(-2), any())]
      : ['a redeemed code', await client.redeem(family.code, any())];
    expect(again.status === 400 && again.json.error === 'invalid_grant', `${what} was taken again: ${again.text}`);
    await everywhere(401, 'an access token of a family that ended by reuse', port => client.call(next.json, port));
  });
  return questions;
}
