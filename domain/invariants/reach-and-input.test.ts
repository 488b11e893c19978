import { and, eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';
import { createOperation } from '@/domain/apis/create-operation';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { listGroups } from '@/domain/groups/list-groups';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { lastEvent } from '@/domain/testing/probes';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { listTokens } from '@/domain/tokens/list-tokens';
import { revokeToken } from '@/domain/tokens/revoke-token';

let lead: Actor;
let member: Actor;
beforeAll(async () => {
  lead = await signedIn(world.db, fixture.lead.id);
  member = await signedIn(world.db, fixture.member.id);
});

describe('invariant 11: what is outside one’s reach reads as not found', () => {
  it('for an unknown id and for somebody else’s token alike, and the attempt is recorded', async () => {
    const revoke = (token: string) =>
      runCommand(revokeToken, contextOf(world.db, member), { token });
    const foreign = await revoke(fixture.colleagueToken.token.id);
    const unknown = await revoke('tok_01m85bbz8qe8hapfexzpqv9f2v');
    expect(foreign).toMatchObject({ ok: false, kind: 'not_found', code: 'not_found' });
    expect(unknown).toEqual(foreign);
    const [event] = await world.db
      .select()
      .from(auditEvents)
      .where(
        and(eq(auditEvents.actorId, fixture.member.id), eq(auditEvents.action, 'tokens.revoke')),
      );
    expect(event).toMatchObject({ outcome: 'denied', reason: 'out_of_reach' });
  });

  it('and lists hold only what is within it', async () => {
    const names = async (actor: Actor) => {
      const result = await runQuery(listTokens, contextOf(world.db, actor), {});
      return result.ok ? result.value.items.map((token) => token.name) : result.code;
    };
    expect(await names(member)).toEqual(['member']);
    expect(await names(lead)).toContain('colleague');
    expect(await names(lead)).not.toContain('management token of the bootstrap');
  });
});

describe('bad input', () => {
  it.each([
    ['an empty name', { slug: 'ok', name: ' ' }, 'name'],
    ['10,000 characters', { slug: 'ok', name: 'x'.repeat(10_000) }, 'name'],
    ['a NUL', { slug: 'ok', name: 'a\0b' }, 'name'],
    ['a lone surrogate', { slug: 'ok', name: 'a\ud800b' }, 'name'],
    ['a bidirectional override', { slug: 'ok', name: 'a\u202eb' }, 'name'],
    ['a zero-width space alone', { slug: 'ok', name: '\u200b' }, 'name'],
    ['a zero-width space inside', { slug: 'ok', name: 'ad\u200bmin' }, 'name'],
    ['a byte order mark', { slug: 'ok', name: 'a\ufeffb' }, 'name'],
    ['a soft hyphen', { slug: 'ok', name: 'ad\u00admin' }, 'name'],
    ['a mark that turns the direction', { slug: 'ok', name: 'a\u200fb' }, 'name'],
    ['a letter nobody sees', { slug: 'ok', name: '\u3164' }, 'name'],
    ['an invisible tag', { slug: 'ok', name: 'a\u{e0041}b' }, 'name'],
    ['a line separator', { slug: 'ok', name: 'a\u2028b' }, 'name'],
    ['joiners alone', { slug: 'ok', name: '\u200d\u200c' }, 'name'],
    ['the word of the page that makes one', { slug: 'new', name: 'ok' }, 'slug'],
    ['a slug of SQL', { slug: "x'; drop table tokens; --", name: 'ok' }, 'slug'],
    ['an id instead of a slug', { slug: 'grp_01m85bbz8qe8hapfexzpqv9f2v', name: 'ok' }, 'slug'],
    ['a field nobody knows', { slug: 'ok', name: 'ok', polisy: {} }, ''],
    ['no object at all', 'hello', ''],
  ])('%s is refused at its field, and nothing changes', async (_what, input, path) => {
    const before = await lastEvent(world);
    const result = await runCommand(createGroup, contextOf(world.db, world.administrator), input);
    expect(result).toMatchObject({ ok: false, kind: 'invalid', errors: [{ path }] });
    expect((await lastEvent(world)).seq).toBe(before.seq);
  });

  it.each(['Équipe 👩‍💻', 'می‌خواهم', '請求書 ❤️', '# 1'])('takes the name “%s”', async (name) => {
    const slug = `names-${Math.random().toString(36).slice(2)}`;
    expect((await done(world.db, world.administrator, createGroup, { slug, name })).name).toBe(
      name,
    );
  });

  it('is answered in a few lines, however much of it there is', async () => {
    const fields = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, at]));
    const many = await runCommand(createGroup, contextOf(world.db, world.administrator), fields);
    const operations = Array.from({ length: 20_000 }, () => '');
    const long = await runCommand(createScope, contextOf(world.db, world.administrator), {
      api: 'billing',
      name: 'many',
      operations,
    });
    for (const result of [many, long]) {
      expect(result).toMatchObject({ ok: false, kind: 'invalid' });
      expect(JSON.stringify(result).length).toBeLessThan(20_000);
    }
  });

  it('refuses a cursor that no list gave', async () => {
    for (const cursor of ['abc', 'grp_zzz', '~', 'a'.repeat(5_000)]) {
      const result = await runQuery(listGroups, contextOf(world.db, lead), { cursor });
      expect(result, cursor).toMatchObject({ ok: false, errors: [{ path: 'cursor' }] });
    }
  });

  it('carries HTML and SQL in a name as text', async () => {
    const name = `<script>alert(1)</script>'; drop table tokens; --`;
    const group = await done(world.db, world.administrator, createGroup, { slug: 'hostile', name });
    expect(group.name).toBe(name);
    expect(await world.db.$count(tokens)).toBeGreaterThan(0);
  });

  it('refuses an operation typed twice', async () => {
    const input = { api: 'billing', name: 'listInvoices' };
    const result = await runCommand(
      createOperation,
      contextOf(world.db, world.administrator),
      input,
    );
    expect(result).toMatchObject({ ok: false, kind: 'conflict', errors: [{ path: 'name' }] });
  });
});
