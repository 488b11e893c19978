import { and, desc, eq, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { passwords, rateLimits, sessions } from '@/db/schema/identities';
import { resolveSessionActor } from '@/domain/actors/resolve-actor';
import { generateTokenSecret } from '@/domain/base/token-format';
import { setPassword } from '@/domain/credentials/set-password';
import { createIdentity } from '@/domain/identities/create-identity';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { DenialRecorder, UNKNOWN_PERSON } from '@/domain/ledger/denial-recorder';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { signIn } from './sign-in';

const PASSWORD = 'correct horse battery staple';

beforeAll(async () => {
  for (const { id } of [fixture.lead, fixture.member, fixture.colleague, fixture.outsider]) {
    await world.db.transaction((tx) => setPassword(tx, id, PASSWORD));
  }
});

const attempt = (
  email: string,
  password: string,
  ip = '198.51.100.7',
  deviceCookie?: string,
): ReturnType<typeof signIn> => {
  const request = { id: 'req_1', ip, userAgent: 'test' };
  const door = contextOf(world.db, world.administrator, { request });
  return signIn({ ...door, deviceCookie }, { email, password });
};
const codeOfAttempt = async (...of: Parameters<typeof attempt>) => {
  const result = await attempt(...of);
  return result.ok ? 'ok' : result.code;
};
const failTimes = async (times: number, ...of: Parameters<typeof attempt>) => {
  for (let index = 0; index < times; index += 1) await attempt(...of);
};
/** Somebody new with a password, so that no other test has filled their counters. */
const newcomer = async (name: string) => {
  const email = `${name}@example.com`;
  const { id } = await asAdministrator(world, createIdentity, { type: 'person', name, email });
  await world.db.transaction((tx) => setPassword(tx, id, PASSWORD));
  return { id, email };
};

describe('signing in', () => {
  it('opens a session that carries the person’s rights, and records it', async () => {
    const result = await attempt('LEA@example.com', PASSWORD);
    if (!result.ok) throw new Error(result.message);
    const actor = await resolveSessionActor(world.db, result.sessionId, null);
    expect(actor).toMatchObject({ id: fixture.lead.id, via: { type: 'session' } });
    const [event] = await world.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, 'sessions.create'))
      .orderBy(desc(auditEvents.seq));
    expect(event).toMatchObject({ outcome: 'done', actorId: fixture.lead.id, ip: '198.51.100.7' });
  });

  it('stores argon2id, never the password', async () => {
    const [row] = await world.db.select().from(passwords);
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('answers a wrong password, an unknown person and a suspended one with the same words', async () => {
    await asAdministrator(world, suspendIdentity, { identity: fixture.outsider.id });
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
        and(eq(auditEvents.action, 'sessions.create'), eq(auditEvents.actorId, fixture.member.id)),
      );
    expect(event).toMatchObject({ outcome: 'denied', reason: 'wrong_password' });
  });

  it('records an attempt with what no email or password can be', async () => {
    for (const [at, email, password] of [
      [1, 'lea@example.com', 'x'.repeat(201)],
      [2, `${'l'.repeat(400)}@example.com`, PASSWORD],
      [3, 'lea\0@example.com', PASSWORD],
    ] as const) {
      const ip = `198.51.100.${100 + at}`;
      expect(await codeOfAttempt(email, password, ip)).toBe('wrong_credentials');
      const events = await world.db.select().from(auditEvents).where(eq(auditEvents.ip, ip));
      expect(events).toMatchObject([
        { action: 'sessions.create', outcome: 'denied', reason: 'unreadable', targetName: null },
      ]);
    }
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

describe('who is known has counters of their own', () => {
  const strangersFill = async (email: string) => {
    for (let index = 0; index < 100; index += 1) {
      await attempt(email, 'wrong', `2001:db8:${index}::1`);
    }
  };

  it('an IPv6 address is counted as the /64 it is from', async () => {
    const { email } = await newcomer('ida');
    for (let index = 1; index <= 5; index += 1) {
      await attempt(email, 'wrong', `2001:db8:aa:1::${index}`);
    }
    const beside = await codeOfAttempt(email, PASSWORD, '2001:db8:aa:1:ffff::9');
    expect(beside).toBe('too_many_attempts');
    expect(await codeOfAttempt(email, PASSWORD, '2001:db8:aa:2::1')).toBe('ok');
  });

  it('strangers’ attempts lock nobody out of the network they signed in from before', async () => {
    const { email } = await newcomer('nils');
    expect(await codeOfAttempt(email, PASSWORD, '2001:db8:5:5::1')).toBe('ok');
    await strangersFill(email);
    expect(await codeOfAttempt(email, PASSWORD, '192.0.2.77')).toBe('too_many_attempts');
    expect(await codeOfAttempt(email, PASSWORD, '2001:db8:5:5:9::2')).toBe('ok');
  }, 60_000);

  it('nor out of a browser they signed in with, wherever it is now', async () => {
    const { email } = await newcomer('dora');
    const first = await attempt(email, PASSWORD, '203.0.113.80');
    if (!first.ok) throw new Error(first.message);
    await strangersFill(email);
    await failTimes(6, email, 'wrong', '203.0.113.81');
    expect(await codeOfAttempt(email, PASSWORD, '203.0.113.81')).toBe('too_many_attempts');
    const { deviceCookie } = first;
    expect(await codeOfAttempt(email, PASSWORD, '203.0.113.81', deviceCookie)).toBe('ok');
  }, 60_000);

  it('a known browser has its own limit, and is known for nobody else', async () => {
    const { email } = await newcomer('kurt');
    const own = await attempt(email, PASSWORD, '203.0.113.90');
    if (!own.ok) throw new Error(own.message);
    await failTimes(5, email, 'wrong', '203.0.113.91', own.deviceCookie);
    const waits = await codeOfAttempt(email, PASSWORD, '203.0.113.92', own.deviceCookie);
    expect(waits).toBe('too_many_attempts');
    const other = await newcomer('vera');
    await failTimes(5, other.email, 'wrong', '203.0.113.93', own.deviceCookie);
    const stranger = await codeOfAttempt(other.email, PASSWORD, '203.0.113.93', own.deviceCookie);
    expect(stranger).toBe('too_many_attempts');
  });

  it('a cookie that was changed makes nobody known, and signs nobody in', async () => {
    const { id, email } = await newcomer('finn');
    const forged = Buffer.from(
      JSON.stringify({ id: 'x', people: [id], until: Date.now() + 1e9 }),
    ).toString('base64url');
    for (const cookie of [`${forged}.`, `${forged}.AAAA`, forged, '', '.', 'x.y.z']) {
      await attempt(email, 'wrong', '203.0.113.95', cookie);
    }
    expect(await codeOfAttempt(email, PASSWORD, '203.0.113.95', `${forged}.AAAA`)).toBe(
      'too_many_attempts',
    );
  });

  it('counts under hashes: an email may be a secret in the wrong field', async () => {
    await attempt('my-secret-passphrase', 'x', '203.0.113.96');
    const rows = await world.db.select().from(rateLimits);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/my-secret-passphrase|@example/);
  });
});

describe('refused sign-ins are in the log', () => {
  const denied = (ip: string) =>
    world.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.action, 'sessions.create'), eq(auditEvents.ip, ip)))
      .orderBy(auditEvents.seq);

  it('those of nobody with the email they tried, and never with what reads otherwise', async () => {
    const secret = generateTokenSecret('personal');
    const typed = ['Ghost@example.com', 'hunter2 horse', secret, `${secret}@example.com`];
    for (const text of typed) await attempt(text, 'x', '198.18.7.1');
    const events = await denied('198.18.7.1');
    expect(events.map(({ targetName }) => targetName)).toEqual([
      'ghost@example.com',
      null,
      null,
      null,
    ]);
    expect(events[0]).toMatchObject({
      outcome: 'denied',
      reason: 'unknown_email',
      actorType: 'person',
      actorId: 'unknown',
    });
    expect(JSON.stringify(events)).not.toMatch(/hunter2|kwp_/i);
  });

  it('and throttled ones, by whom they would be', async () => {
    const { id, email } = await newcomer('theo');
    await failTimes(6, email, 'wrong', '198.18.7.2');
    const events = await denied('198.18.7.2');
    expect(events.map(({ reason }) => reason)).toEqual([
      ...Array.from({ length: 5 }, () => 'wrong_password'),
      'too_many_attempts',
    ]);
    expect(events.at(-1)).toMatchObject({ actorId: id, outcome: 'denied' });
  });

  it('of a flood the first five are events, and the others one with their count', async () => {
    // Long enough for all of them to fall into it on a busy machine.
    const recorder = new DenialRecorder(world.db, 3_000);
    const request = { id: 'req_1', ip: '198.18.7.3', userAgent: null };
    const target = { type: 'identity', id: null, name: null } as const;
    const action = 'sessions.create' as const;
    const denial = { actor: UNKNOWN_PERSON, action, target, reason: 'too_many_attempts', request };
    await Promise.all(Array.from({ length: 40 }, () => recorder.record(denial, '198.18.7.3')));
    await expect.poll(async () => (await denied('198.18.7.3')).length).toBe(6);
    const events = await denied('198.18.7.3');
    expect(events.at(-1)?.after).toEqual({ attempts: 35, reasons: { too_many_attempts: 35 } });
  });
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
    await asAdministrator(world, stopIdentity, { identity: fixture.lead.id });
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
