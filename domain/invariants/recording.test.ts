import { eq, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { getGroup } from '@/domain/groups/get-group';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';

let lead: Actor;
let member: Actor;
beforeAll(async () => {
  lead = await signedIn(world.db, fixture.lead.id);
  member = await signedIn(world.db, fixture.member.id);
});

describe('invariant 5: a change and its audit event commit together', () => {
  it('records a denied attempt and changes nothing else', async () => {
    const before = await lastEvent(world);
    await runCommand(freezeGroup, contextOf(world.db, member), { group: 'billing' });
    const event = await lastEvent(world);
    expect(event).toMatchObject({
      seq: before.seq + 1,
      action: 'groups.freeze',
      outcome: 'denied',
      reason: 'not_granted',
      actorId: fixture.member.id,
    });
    const group = await runQuery(getGroup, contextOf(world.db, member), { group: 'billing' });
    expect(group).toMatchObject({ ok: true, value: { state: 'active' } });
  });

  it('keeps neither where the change fails after its first statement', async () => {
    const before = await lastEvent(world);
    const result = await runCommand(suspendIdentity, contextOf(world.db, world.administrator), {
      identity: world.administratorId,
    });
    expect(result.ok).toBe(false);
    expect((await lastEvent(world)).seq).toBe(before.seq);
    const [row] = await world.db
      .select()
      .from(identities)
      .where(eq(identities.id, world.administratorId));
    expect(row?.state).toBe('active');
  });
});

describe('invariant 7: revocation is at once, and final after an undo only its actor has', () => {
  it('undoes for the same actor within 30 seconds, for nobody else and not later', async () => {
    const mint = () =>
      done(world.db, world.administrator, createToken, {
        identity: 'mailer',
        group: 'billing',
        name: 'undo',
      });
    const { token, secret } = await mint();
    await asAdministrator(world, revokeToken, { token: token.id, reason: 'test' });
    expect(await codeFor(world, secret, 'listInvoices')).toBe('token_revoked');
    const byOther = await runCommand(undoRevokeToken, contextOf(world.db, lead), {
      token: token.id,
    });
    expect(byOther).toMatchObject({ ok: false, code: 'undo_not_yours' });
    await asAdministrator(world, undoRevokeToken, { token: token.id });
    expect(await codeFor(world, secret, 'listInvoices')).toBe('allowed');
    await asAdministrator(world, revokeToken, { token: token.id });
    await world.owner
      .update(tokens)
      .set({ revokedAt: sql`now() - interval '31 seconds'` })
      .where(eq(tokens.id, token.id));
    const late = await runCommand(undoRevokeToken, contextOf(world.db, world.administrator), {
      token: token.id,
    });
    expect(late).toMatchObject({ ok: false, code: 'undo_expired' });
    const again = await runCommand(revokeToken, contextOf(world.db, world.administrator), {
      token: token.id,
    });
    expect(again).toMatchObject({ ok: false, kind: 'conflict', code: 'token_revoked' });
  });
});

describe('invariant 8: secrets appear once', () => {
  it('no row of any table holds a secret that was ever shown', async () => {
    const shown = [world.managementToken, fixture.memberToken.secret, fixture.serviceToken.secret];
    const { rows: tables } = await world.owner.execute<{ name: string }>(sql`
      select quote_ident(table_name) as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`);
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const { rows } = await world.owner.execute<{ text: string }>(
        sql.raw(`select coalesce(string_agg(t::text, ' '), '') as text from ${name} t`),
      );
      for (const secret of shown) expect(rows[0]?.text, name).not.toContain(secret.slice(4, 34));
    }
  });

  it('gives the same secret to a retry with the same key, and refuses the key for anything else', async () => {
    const input = { identity: 'mailer', group: 'billing', name: 'retried' };
    const retry = (name: string) =>
      runCommand(
        createToken,
        contextOf(world.db, world.administrator, { idempotencyKey: 'a-client-made-uuid' }),
        { ...input, name },
      );
    const [first, second] = await Promise.all([retry('retried'), retry('retried')]);
    const third = await retry('retried');
    expect(first).toMatchObject({ ok: true });
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(await world.db.$count(tokens, eq(tokens.name, 'retried'))).toBe(1);
    expect(await retry('other')).toMatchObject({ ok: false, code: 'idempotency_key_reused' });
  });
});
