import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { tokens } from '@/db/schema/tokens';
import type { OperationName } from '@/domain/base/operation-names';
import { change, makeToken } from './testing/fixture';
import { database, standVerifier, verifier, world } from './testing/standing-verifier';
import { until, verify } from './testing/start';

standVerifier();

type Made = { id: string; secret: string };
type Row = Partial<typeof tokens.$inferInsert>;

/** A token, its child and its grandchild, as the verifier has them in memory. */
async function line(child: Row = {}, scopes?: string[]): Promise<[Made, Made, Made]> {
  const parent = await makeToken(database.db, world.owner);
  const below = (above: readonly Made[], row: Row, restrictedTo?: string[]) =>
    makeToken(
      database.db,
      world.owner,
      {
        ...{ parentId: above.at(-1)?.id ?? null, ancestorIds: above.map(({ id }) => id) },
        ...{ actsAs: 'agent', ...row },
      },
      restrictedTo,
    );
  const first = await below([parent], child, scopes);
  return [parent, first, await below([parent, first], {})];
}

const codeOf = async (token: string, more: object = {}) =>
  (
    await verify(verifier.address, world.caller.secret, {
      ...{ token, api: 'billing', operation: 'listInvoices', ...more },
    })
  ).body.code as string;

const comesTo = (token: Made, code: string) =>
  until(
    () => codeOf(token.secret),
    (found) => found === code,
  );

const revoked = {
  ...{ state: 'revoked', revokedAt: sql`clock_timestamp()`, revokedBy: 'x' },
  stateBeforeRevoke: 'active',
} as const;

describe('a child that the verifier holds in memory', () => {
  it.each<[what: string, action: OperationName, set: Row | typeof revoked]>([
    ['is revoked', 'tokens.revoke', revoked],
    ['is suspended', 'tokens.suspend', { state: 'suspended' }],
    ['is retired', 'tokens.retire', { retiresAt: new Date() }],
  ])(
    'is refused once its parent %s, though the event names the parent alone',
    async (_, action, set) => {
      const [parent, child, grandchild] = await line();
      expect(await codeOf(child.secret)).toBe('allowed');
      expect(await codeOf(grandchild.secret)).toBe('allowed');
      await change(database.db, action, [parent.id], (tx) =>
        tx
          .update(tokens)
          .set(set as Row)
          .where(eq(tokens.id, parent.id)),
      );
      await comesTo(child, 'parent_ended');
      expect(await codeOf(grandchild.secret)).toBe('parent_ended');
    },
  );

  it('works again once its parent is resumed', async () => {
    const [parent, child] = await line();
    const set = (state: 'active' | 'suspended', action: OperationName) =>
      change(database.db, action, [parent.id], (tx) =>
        tx.update(tokens).set({ state }).where(eq(tokens.id, parent.id)),
      );
    await set('suspended', 'tokens.suspend');
    await comesTo(child, 'parent_ended');
    await set('active', 'tokens.resume');
    await comesTo(child, 'allowed');
  });

  it('is refused from the moment on at which its parent expires, without an event', async () => {
    const [parent, child] = await line();
    expect(await codeOf(child.secret)).toBe('allowed');
    const [late, below] = await line();
    await database.db
      .update(tokens)
      .set({ expiresAt: new Date(Date.now() + 700) })
      .where(eq(tokens.id, late.id));
    expect(await codeOf(below.secret)).toBe('allowed');
    await comesTo(below, 'parent_ended');
    expect(parent.id).not.toBe(late.id);
  });
});

describe('what is above limits what is below', () => {
  it('its scopes', async () => {
    const [parent, child, grandchild] = await line({}, [world.scopes.read]);
    const request = { operation: 'refund' };
    const codes = [parent, child, grandchild].map(({ secret }) => codeOf(secret, request));
    expect(await Promise.all(codes)).toEqual([
      'operation_not_granted',
      'operation_not_granted',
      'operation_not_granted',
    ]);
    expect(await codeOf(grandchild.secret)).toBe('allowed');
    await database.db.execute(sql`delete from token_scopes where token_id = ${child.id}`);
    await change(database.db, 'scopes.update', [child.id], async () => undefined);
    await comesTo(grandchild, 'operation_not_in_token');
  });

  it('its addresses', async () => {
    const [, , grandchild] = await line({ allowedCidrs: ['10.0.0.0/8'] });
    expect(await codeOf(grandchild.secret, { ip: '10.1.2.3' })).toBe('allowed');
    expect(await codeOf(grandchild.secret, { ip: '192.0.2.1' })).toBe('ip_not_allowed');
    expect(await codeOf(grandchild.secret)).toBe('ip_not_allowed');
  });

  it('its API, whatever becomes of that API', async () => {
    const [, , here] = await line({ onlyApiId: world.api.id });
    expect(await codeOf(here.secret)).toBe('allowed');
    const [, , elsewhere] = await line({ onlyApiId: 'api_gone' });
    expect(await codeOf(elsewhere.secret)).toBe('operation_not_in_token');
  });
});
