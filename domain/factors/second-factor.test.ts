import { eq, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { recoveryCodes, totpSecrets } from '@/db/schema/factors';
import { auditEvents } from '@/db/schema/history';
import { sessions } from '@/db/schema/identities';
import { resolveSessionActor } from '@/domain/actors/resolve-actor';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { runCommand } from '@/domain/commands/run';
import { setPassword } from '@/domain/credentials/set-password';
import { inviteIdentity } from '@/domain/setup/invite-identity';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, SERVER_SECRET, signedIn } from '@/domain/testing/world';
import { setFactorPolicy } from './factor-policy';
import { totpCode } from './one-time-code';
import { type FactorDoor, runOwn } from './own-session';
import { proveByCode, proveByPassword } from './prove';
import { renewRecoveryCodes } from './recovery-codes';
import { beginTotp, confirmTotp, removeTotp } from './totp';

const PASSWORD = 'correct horse battery staple';
const STEP_MS = 30_000;

beforeAll(async ({ member, lead, outsider }) => {
  for (const { id } of [member, lead, outsider]) {
    await world.db.transaction((tx) => setPassword(tx, id, PASSWORD));
  }
});

const doorOf = (sessionId: string): FactorDoor => ({
  ...{ db: world.db, serverSecret: SERVER_SECRET, sessionId },
  request: { id: newId('request'), ip: '192.0.2.1', userAgent: 'test' },
});
/** A session as a right password opens it. */
async function afterPassword(identityId: string): Promise<string> {
  const id = newId('session');
  const expiresAt = sql`now() + interval '1 hour'`;
  await world.db.insert(sessions).values({ id, identityId, expiresAt, provenAt: sql`now()` });
  return id;
}
const codeOf = async (sessionId: string) => {
  const actor = await resolveSessionActor(world.db, sessionId, null);
  return isRefusal(actor) ? actor.code : 'open';
};
const stepNow = () => Math.floor(Date.now() / STEP_MS);

async function enrol(identityId: string) {
  const door = doorOf(await afterPassword(identityId));
  const begun = await runOwn(beginTotp, door, {});
  if (!begun.ok) throw new Error(begun.message);
  const { secret } = begun.value;
  for (;;) {
    // The step before, so that the code of now is still to be used.
    const step = stepNow();
    const code = totpCode(secret, (step - 1) * STEP_MS);
    const confirmed = await runOwn(confirmTotp, door, { code });
    if (confirmed.ok) return { secret, door };
    // Where the next step began meanwhile, that code is two steps off.
    if (stepNow() === step) throw new Error(confirmed.message);
  }
}
const forget = (identityId: string) =>
  world.db.delete(totpSecrets).where(eq(totpSecrets.identityId, identityId));

describe('an authenticator app', () => {
  it('is asked for after the password: until then the session opens nothing', async () => {
    const { id } = fixture.member;
    const { secret } = await enrol(id);
    const pending = await afterPassword(id);
    expect(await codeOf(pending)).toBe('factor_owed');
    const refused = await runOwn(renewRecoveryCodes, doorOf(pending), {});
    expect(refused).toMatchObject({ ok: false, code: 'factor_owed' });
    expect(await runOwn(removeTotp, doorOf(pending), {})).toMatchObject({ code: 'factor_owed' });
    const byPassword = await proveByPassword(doorOf(pending), PASSWORD);
    expect(byPassword).toMatchObject({ ok: false, code: 'proof_needed' });
    const code = totpCode(secret, Date.now());
    expect(await proveByCode(doorOf(pending), 'totp', code)).toMatchObject({ ok: true });
    expect(await codeOf(pending)).toBe('open');
    await forget(id);
  });

  it('takes a code once, in whatever session, and never one from before it', async () => {
    const { id } = fixture.member;
    const { secret } = await enrol(id);
    const now = Date.now();
    const [first, second] = [await afterPassword(id), await afterPassword(id)];
    const code = totpCode(secret, now);
    const twins = await Promise.all(
      [first, second].map((session) => proveByCode(doorOf(session), 'totp', code)),
    );
    expect(twins.map(({ ok }) => ok).sort()).toEqual([false, true]);
    const earlier = totpCode(secret, now - STEP_MS);
    const third = await afterPassword(id);
    expect(await proveByCode(doorOf(third), 'totp', earlier)).toMatchObject({ code: 'wrong_code' });
    expect(await codeOf(third)).toBe('factor_owed');
    await forget(id);
  });

  it('refuses a code that is two steps off, and records it', async () => {
    const { id } = fixture.lead;
    const { secret } = await enrol(id);
    const pending = await afterPassword(id);
    const late = totpCode(secret, Date.now() + 3 * STEP_MS);
    expect(await proveByCode(doorOf(pending), 'totp', late)).toMatchObject({ code: 'wrong_code' });
    const events = await world.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, 'sessions.prove'));
    expect(events).toContainEqual(
      expect.objectContaining({ actorId: id, outcome: 'denied', reason: 'wrong_code' }),
    );
    await forget(id);
  });

  it('makes the sixth attempt wait, even with the right code', async () => {
    const { id } = fixture.outsider;
    const { secret } = await enrol(id);
    const pending = doorOf(await afterPassword(id));
    for (let index = 0; index < 5; index += 1) await proveByCode(pending, 'totp', '000000');
    const refused = await proveByCode(pending, 'totp', totpCode(secret, Date.now()));
    expect(refused).toMatchObject({ kind: 'throttled', code: 'too_many_attempts' });
    await forget(id);
  });

  it('is stored sealed, and its secret is in no event', async () => {
    const { id } = fixture.responder;
    const { secret } = await enrol(id);
    const [stored] = await world.db.select().from(totpSecrets);
    expect(stored?.sealed).toMatch(/^v1\./);
    expect(JSON.stringify(await world.db.select().from(auditEvents))).not.toContain(secret);
    await forget(id);
  });
});

describe('recovery codes', () => {
  it('let in once each, are kept as hashes, and end when new ones are made', async () => {
    const { id } = fixture.auditor;
    const { door } = await enrol(id);
    const made = await runOwn(renewRecoveryCodes, door, {});
    if (!made.ok) throw new Error(made.message);
    const [first = '', second = ''] = made.value.secret;
    expect(new Set(made.value.secret).size).toBe(10);
    const stored = JSON.stringify(await world.db.select().from(recoveryCodes));
    expect(stored).not.toContain(first);
    const use = async (code: string) => {
      const session = await afterPassword(id);
      const result = await proveByCode(doorOf(session), 'recovery_code', code);
      return [result.ok, await codeOf(session)];
    };
    expect(await use(first.toUpperCase())).toEqual([true, 'open']);
    expect(await use(first)).toEqual([false, 'factor_owed']);
    const again = await runOwn(renewRecoveryCodes, door, {});
    expect(again.ok).toBe(true);
    expect(await use(second)).toEqual([false, 'factor_owed']);
    await forget(id);
  });
});

describe('the policy', () => {
  const demand = (secondFactor: 'nobody' | 'privileged' | 'everyone') =>
    asAdministrator(world, setFactorPolicy, { secondFactor, acceptsProviderFactor: false });

  it('holds at once for people who are signed in, and lets them do nothing but add a factor', async () => {
    const { id } = fixture.responder;
    const [privileged, plain] = [await afterPassword(id), await afterPassword(fixture.member.id)];
    await demand('privileged');
    try {
      expect(await codeOf(privileged)).toBe('enrolment_owed');
      expect(await codeOf(plain)).toBe('open');
      await enrol(id);
      expect(await codeOf(privileged)).toBe('factor_owed');
    } finally {
      await world.db.execute(sql`update sign_in_policy set second_factor = 'nobody'`);
      await forget(id);
    }
    expect(await codeOf(privileged)).toBe('open');
  });

  it('takes a provider at its word only where it says so', async () => {
    const { id } = fixture.colleague;
    const session = await afterPassword(id);
    await world.db.execute(
      sql`update sessions set sso_provider_id = 'sso_1', second_factor = 'provider' where id = ${session}`,
    );
    await world.db.execute(sql`update sign_in_policy set second_factor = 'everyone'`);
    expect(await codeOf(session)).toBe('enrolment_owed');
    await world.db.execute(sql`update sign_in_policy set accepts_provider_factor = true`);
    expect(await codeOf(session)).toBe('open');
    await world.db.execute(
      sql`update sign_in_policy set second_factor = 'nobody', accepts_provider_factor = false`,
    );
  });
});

describe('a fresh proof', () => {
  const invite = async (sessionId: string) => {
    const actor = await resolveSessionActor(world.db, sessionId, '192.0.2.1');
    if (isRefusal(actor)) throw new Error(actor.message);
    const input = { identity: fixture.auditor.id };
    return runCommand(inviteIdentity, contextOf(world.db, actor), input);
  };
  const provenAgo = (id: string, ago: string) =>
    world.db.execute(
      sql`update sessions set proven_at = now() - ${ago}::interval where id = ${id}`,
    );

  it('counts for ten minutes, by the clock of the database', async () => {
    const { id } = (await signedIn(world.db, world.administratorId)).via;
    await provenAgo(id, '9 minutes 50 seconds');
    expect(await invite(id)).toMatchObject({ ok: true });
    await provenAgo(id, '10 minutes 1 millisecond');
    expect(await invite(id)).toMatchObject({ ok: false, code: 'proof_needed' });
  });

  it('is given by the password where there is no factor, and the change then works', async () => {
    await world.db.transaction((tx) => setPassword(tx, world.administratorId, PASSWORD));
    const { id } = (await signedIn(world.db, world.administratorId)).via;
    await provenAgo(id, '1 hour');
    expect(await proveByPassword(doorOf(id), 'not it')).toMatchObject({ code: 'wrong_password' });
    expect(await invite(id)).toMatchObject({ code: 'proof_needed' });
    expect(await proveByPassword(doorOf(id), PASSWORD)).toMatchObject({ ok: true });
    expect(await invite(id)).toMatchObject({ ok: true });
  });
});
