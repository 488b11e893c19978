import { and, desc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { passwords, sessions } from '@/db/schema/identities';
import { resolveSessionActor } from '@/domain/access/resolve-actor';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { administers } from '@/domain/testing/probes';
import { contextOf, type Furnished, furnish, openWorld, type World } from '@/domain/testing/world';
import { setPassword } from './set-password';
import { signIn } from './sign-in';

const PASSWORD = 'correct horse battery staple';
let world: World;
let stage: Furnished;

beforeAll(async () => {
  world = await openWorld();
  stage = await furnish(world);
  for (const { id } of [stage.lead, stage.member, stage.colleague, stage.outsider]) {
    await world.db.transaction((tx) => setPassword(tx, id, PASSWORD));
  }
});
afterAll(() => world.close());

const attempt = (email: string, password: string, ip = '198.51.100.7') =>
  signIn(
    contextOf(world.db, world.administrator, { request: { id: 'req_1', ip, userAgent: 'test' } }),
    { email, password },
  );

describe('signing in', () => {
  it('opens a session that carries the person’s rights, and records it', async () => {
    const result = await attempt('LEA@example.com', PASSWORD);
    if (!result.ok) throw new Error(result.message);
    const actor = await resolveSessionActor(world.db, result.sessionId, null);
    expect(actor).toMatchObject({ id: stage.lead.id, via: { type: 'session' } });
    const [event] = await world.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, 'sessions.create'))
      .orderBy(desc(auditEvents.seq));
    expect(event).toMatchObject({ outcome: 'done', actorId: stage.lead.id, ip: '198.51.100.7' });
  });

  it('stores argon2id, never the password', async () => {
    const [row] = await world.db.select().from(passwords);
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('answers a wrong password, an unknown person and a suspended one with the same words', async () => {
    await administers(world, suspendIdentity, { identity: stage.outsider.id });
    const answers = [
      await attempt('max@example.com', 'wrong'),
      await attempt('nobody@example.com', PASSWORD),
      await attempt('otto@example.com', PASSWORD),
      await attempt('not an email', PASSWORD),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({
        ok: false,
        kind: 'unauthenticated',
        code: 'wrong_credentials',
      });
      expect(answer).toEqual(answers[0]);
    }
  });

  it('records a failed attempt for a person that exists', async () => {
    const [event] = await world.db
      .select()
      .from(auditEvents)
      .where(
        and(eq(auditEvents.action, 'sessions.create'), eq(auditEvents.actorId, stage.member.id)),
      );
    expect(event).toMatchObject({ outcome: 'denied', reason: 'wrong_password' });
  });

  it('makes the sixth attempt of an address on one email wait, even with the right password', async () => {
    for (let index = 0; index < 5; index += 1)
      await attempt('cora@example.com', 'wrong', '203.0.113.1');
    const refused = await attempt('cora@example.com', PASSWORD, '203.0.113.1');
    expect(refused).toMatchObject({ ok: false, kind: 'throttled', code: 'too_many_attempts' });
    expect(!refused.ok && refused.retryAfterSeconds).toBeGreaterThan(600);
  });

  it('lets nobody lock a person out of their own address', async () => {
    const own = await attempt('cora@example.com', PASSWORD, '203.0.113.2');
    expect(own).toMatchObject({ ok: true });
  });

  it('makes an email wait that very many addresses try', async () => {
    const codes: string[] = [];
    for (let index = 0; index < 101; index += 1) {
      const result = await attempt('max@example.com', 'wrong', `198.18.0.${index}`);
      codes.push(result.ok ? 'ok' : result.code);
    }
    expect(codes.at(-1)).toBe('too_many_attempts');
    expect(codes.slice(0, 90)).not.toContain('too_many_attempts');
  }, 60_000);

  it('counts failures alone: an office may sign in as often as it likes', async () => {
    for (let index = 0; index < 32; index += 1) {
      const result = await attempt('lea@example.com', PASSWORD, '203.0.113.50');
      expect(result, `attempt ${index}`).toMatchObject({ ok: true });
    }
  }, 60_000);

  it('makes an address that tries many people wait', async () => {
    const codes: string[] = [];
    for (let index = 0; index < 31; index += 1) {
      const result = await attempt(`person${index}@example.com`, 'wrong', '203.0.113.9');
      codes.push(result.ok ? 'ok' : result.code);
    }
    expect(codes.at(-1)).toBe('too_many_attempts');
    expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(30);
  }, 60_000);
});

describe('a session', () => {
  const open = async () => {
    const result = await attempt('lea@example.com', PASSWORD, '198.51.100.8');
    if (!result.ok) throw new Error(result.message);
    return result.sessionId;
  };
  const codeOf = async (sessionId: string) => {
    const actor = await resolveSessionActor(world.db, sessionId, null);
    return 'ok' in actor ? actor.code : 'alive';
  };

  it('ends at once when it is stopped from the server', async () => {
    const id = await open();
    expect(await codeOf(id)).toBe('alive');
    await administers(world, stopIdentity, { identity: stage.lead.id });
    expect(await codeOf(id)).toBe('session_ended');
  });

  // A millisecond more than that, since a column of milliseconds may round up.
  it.each([
    ['its twelve hours', sql`expires_at = now() - interval '1 millisecond'`],
    ['eight hours without use', sql`last_seen_at = now() - interval '8 hours 1 millisecond'`],
  ])('ends after %s', async (_what, change) => {
    const id = await open();
    await world.db.execute(sql`update ${sessions} set ${change} where id = ${id}`);
    expect(await codeOf(id)).toBe('session_ended');
  });

  it('is refused when it is forged', async () => {
    expect(await codeOf('ses_01m85bbz8qe8hapfexzpqv9f2v')).toBe('session_ended');
    expect(await codeOf(`' or true --`)).toBe('session_ended');
  });
});
