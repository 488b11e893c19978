import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { runQuery } from '@/domain/commands/run-query';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { previewMembers } from './preview-members';

async function preview(edit: object) {
  const lead = await signedIn(world.db, fixture.lead.id);
  const input = { group: 'billing', ...edit };
  const found = await runQuery(previewMembers, contextOf(world.db, lead), input);
  if (!found.ok) throw new Error(found.message);
  const { tokens: named, revokedTokens } = found.value;
  return { revokedTokens, named: named.map(({ name, last4 }) => `${name} ${last4}`) };
}

const mint = async (name: string) => {
  const input = { identity: fixture.service.id, group: 'billing', name };
  return (await asAdministrator(world, createToken, input)).token;
};

it('names the tokens that end with a membership, with their last four, those that expired too', async () => {
  const [expired, gone] = [await mint('a expired'), await mint('b revoked')];
  const past = {
    expiresAt: sql`now() - interval '1 hour'`,
    createdAt: sql`now() - interval '1 day'`,
  };
  await world.owner.update(tokens).set(past).where(eq(tokens.id, expired.id));
  await asAdministrator(world, revokeToken, { token: gone.id });
  const member = fixture.memberToken.token;
  const remove = [fixture.member.id, fixture.service.id];
  expect(await preview({ remove })).toEqual({
    revokedTokens: 3,
    named: [
      `a expired ${expired.last4}`,
      `${member.name} ${member.last4}`,
      `${fixture.serviceToken.token.name} ${fixture.serviceToken.token.last4}`,
    ],
  });
  expect(await preview({ add: [{ identity: fixture.outsider.id }] })).toEqual({
    ...{ revokedTokens: 0, named: [] },
  });
});

it('names those of a membership that begins again after its end', async () => {
  const here = eq(memberships.identityId, fixture.colleague.id);
  const over = {
    createdAt: sql`now() - interval '1 day'`,
    expiresAt: sql`now() - interval '1 minute'`,
  };
  await world.owner.update(memberships).set(over).where(here);
  const { name, last4 } = fixture.colleagueToken.token;
  expect(await preview({ add: [{ identity: fixture.colleague.id }] })).toEqual({
    ...{ revokedTokens: 1, named: [`${name} ${last4}`] },
  });
});

it('names fifty, and counts them all', async () => {
  for (let at = 0; at < 52; at += 1) await mint(`many ${at}`);
  const { named, revokedTokens } = await preview({ remove: [fixture.service.id] });
  expect(named).toHaveLength(50);
  expect(revokedTokens).toBeGreaterThan(52);
});
