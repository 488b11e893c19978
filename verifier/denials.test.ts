import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { groups } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { generateTokenSecret } from '@/domain/base/token-format';
import { makeGroup, makeService, makeToken } from './testing/fixture';
import { database, standVerifier, verifier, world } from './testing/standing-verifier';
import { recorded, verify } from './testing/start';

standVerifier();

const past = () => new Date(Date.now() - 1_000);
const list = { api: 'billing', operation: 'listInvoices' };

async function otherOwner(slug: string, state: { frozen?: boolean; suspended?: boolean }) {
  const { db } = database;
  const groupId = await makeGroup(db, slug, [world.scopes.read]);
  const identityId = await makeService(db, `${slug}-robot`, [groupId]);
  if (state.frozen) await db.update(groups).set({ state: 'frozen' }).where(eq(groups.id, groupId));
  if (state.suspended) {
    await db.update(identities).set({ state: 'suspended' }).where(eq(identities.id, identityId));
  }
  return { groupId, identityId };
}

type Case = [code: string, ask: () => Promise<{ token: string; [field: string]: unknown }>];

const cases: Case[] = [
  ['token_malformed', async () => ({ ...list, token: 'not-a-token' })],
  ['token_malformed', async () => ({ ...list, token: '' })],
  ['token_malformed', async () => ({ ...list, token: `${world.token.secret.slice(0, -1)}~` })],
  ['token_unknown', async () => ({ ...list, token: generateTokenSecret('personal') })],
  [
    'token_expired',
    async () => ({
      ...list,
      token: (await makeToken(database.db, world.owner, { expiresAt: past() })).secret,
    }),
  ],
  [
    'token_suspended',
    async () => ({
      ...list,
      token: (await makeToken(database.db, world.owner, { state: 'suspended' })).secret,
    }),
  ],
  [
    'token_revoked',
    async () => ({
      ...list,
      token: (
        await makeToken(database.db, world.owner, {
          state: 'revoked',
          revokedAt: past(),
          revokedBy: 'someone',
          stateBeforeRevoke: 'active',
        })
      ).secret,
    }),
  ],
  [
    'token_retired',
    async () => ({
      ...list,
      token: (await makeToken(database.db, world.owner, { retiresAt: past() })).secret,
    }),
  ],
  [
    'identity_suspended',
    async () => ({
      ...list,
      token: (await makeToken(database.db, await otherOwner('asleep', { suspended: true }))).secret,
    }),
  ],
  [
    'membership_ended',
    async () => {
      const identityId = await makeService(database.db, 'outsider', []);
      const owner = { identityId, groupId: world.groupId };
      return { ...list, token: (await makeToken(database.db, owner)).secret };
    },
  ],
  [
    'membership_ended',
    async () => ({
      ...list,
      token: (
        await makeToken(database.db, world.owner, {
          ...{ state: 'revoked', revokedAt: past(), revokedBy: 'someone' },
          ...{ stateBeforeRevoke: 'active', endedWithMembership: true },
        })
      ).secret,
    }),
  ],
  [
    'group_frozen',
    async () => ({
      ...list,
      token: (await makeToken(database.db, await otherOwner('cold', { frozen: true }))).secret,
    }),
  ],
  [
    'idle',
    async () => {
      const groupId = await makeGroup(database.db, 'restless', [], { idleLimitSeconds: 60 });
      const identityId = await makeService(database.db, 'restless', [groupId]);
      const owner = { identityId, groupId };
      const idleFrom = new Date(Date.now() - 3_600_000);
      return { ...list, token: (await makeToken(database.db, owner, { idleFrom })).secret };
    },
  ],
  [
    'ip_not_allowed',
    async () => ({
      ...list,
      ip: '192.0.2.1',
      token: (await makeToken(database.db, world.owner, { allowedCidrs: ['10.0.0.0/8'] })).secret,
    }),
  ],
  [
    'ip_not_allowed',
    async () => ({
      ...list,
      token: (await makeToken(database.db, world.owner, { allowedCidrs: ['10.0.0.0/8'] })).secret,
    }),
  ],
  ['api_unknown', async () => ({ ...list, api: 'nowhere', token: world.token.secret })],
  ['operation_unknown', async () => ({ ...list, operation: 'fly', token: world.token.secret })],
  [
    'operation_unknown',
    async () => ({
      api: 'billing',
      method: 'PUT',
      path: '/v1/invoices',
      token: world.token.secret,
    }),
  ],
  [
    'path_ambiguous',
    async () => ({
      api: 'billing',
      method: 'GET',
      path: '/v1/invoices/a%2Fb',
      token: world.token.secret,
    }),
  ],
  [
    'operation_not_granted',
    async () => ({ ...list, operation: 'deleteInvoice', token: world.token.secret }),
  ],
  [
    'operation_not_in_token',
    async () => ({
      ...list,
      token: (await makeToken(database.db, world.owner, {}, [world.scopes.delete])).secret,
    }),
  ],
];

describe('each reason to refuse reaches the caller and the log', () => {
  it.each(cases)('denies with %s', async (code, ask) => {
    const answer = await verify(verifier.address, world.caller.secret, await ask());
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ allowed: false, code, scopes: [] });
    const [row] = await recorded(database.db, 'id', answer.body.decisionId);
    expect(row).toMatchObject({ outcome: 'denied', code, verifier: 'test' });
  });

  it.each([
    ['/v1/invoices/', 'trailing_slash'],
    ['/v1/invoices/../x', 'dot_segment'],
  ])('says which way %s is ambiguous: %s', async (path, reason) => {
    const question = { api: 'billing', method: 'GET', path, token: world.token.secret };
    const answer = await verify(verifier.address, world.caller.secret, question);
    expect(answer.body).toMatchObject({ code: 'path_ambiguous', reason });
    const [row] = await recorded(database.db, 'id', answer.body.decisionId);
    expect(row).toMatchObject({ code: 'path_ambiguous', reason });
  });
});
