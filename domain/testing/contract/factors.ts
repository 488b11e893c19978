import { sql } from 'drizzle-orm';
import { passkeys, totpSecrets } from '@/db/schema/factors';
import { systemActor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import { sealSecret } from '@/domain/credentials/sealed';
import { clearFactors } from '@/domain/factors/clear-factors';
import { getFactorPolicy, setFactorPolicy } from '@/domain/factors/factor-policy';
import { totpCode } from '@/domain/factors/one-time-code';
import { markCloned } from '@/domain/factors/passkey-counter';
import { addPasskey, removePasskey } from '@/domain/factors/passkeys';
import { proveSession } from '@/domain/factors/prove';
import { renewRecoveryCodes } from '@/domain/factors/recovery-codes';
import { renamePasskey } from '@/domain/factors/rename-passkey';
import { createSessionByPasskey } from '@/domain/factors/sign-in-by-passkey';
import { beginTotp, confirmTotp, removeTotp } from '@/domain/factors/totp';
import { SERVER_SECRET } from '@/domain/testing/world';
import { commandCase, queryCase, type Scene } from './case';

const by = (operation: OperationName) => () => systemActor('sign-in', [operation]);
const outside = { code: 'not_found' as const };
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** Cora has just proved who she is, in the session that is aimed at. */
const proven = async ({ world, aim }: Scene): Promise<void> => {
  await world.db.execute(sql`update sessions set proven_at = now() where id = ${aim.session}`);
};

async function withApp(scene: Scene, confirmed: boolean): Promise<{ code: string }> {
  await proven(scene);
  const identityId = scene.fixture.colleague.id;
  const owner = { kind: 'authenticator secret', id: identityId };
  const sealed = sealSecret(SERVER_SECRET, SECRET, owner);
  const confirmedAt = confirmed ? new Date() : null;
  await scene.world.db.insert(totpSecrets).values({ identityId, sealed, confirmedAt });
  if (confirmed) {
    await scene.world.db.execute(
      sql`update sessions set second_factor = 'totp' where id = ${scene.aim.session}`,
    );
  }
  return { code: totpCode(SECRET, Date.now()) };
}

export async function withPasskey(scene: Scene): Promise<void> {
  await withApp(scene, true);
  await scene.world.db.insert(passkeys).values({
    ...{ id: 'key', identityId: scene.fixture.colleague.id, name: 'Laptop', publicKey: 'AA' },
    ...{ counter: 5, isBackedUp: false },
  });
}

const cora = ({ fixture }: Scene) => fixture.colleague.id;
const session = (scene: { session: string }) => ({ session: scene.session });

export const FACTOR_COMMANDS = [
  commandCase(setFactorPolicy, {
    input: () => ({ secondFactor: 'privileged' as const, acceptsProviderFactor: true }),
    event: () => ({
      target: null,
      before: { secondFactor: 'nobody', acceptsProviderFactor: false },
      after: { secondFactor: 'privileged', acceptsProviderFactor: true },
      affects: [],
    }),
    refused: {
      code: 'proof_needed',
      by: ({ world }) => ({ ...world.administrator, isProven: false }),
    },
    bad: [{ secondFactor: 'some' }, 'secondFactor'],
  }),
  commandCase(clearFactors, {
    input: (aim) => ({ identity: aim.member, reason: 'her phone is lost' }),
    at: 'identity',
    given: withPasskey,
    event: (scene) => ({
      target: cora(scene),
      before: { passkeys: ['Laptop'], authenticator: true },
      after: { endedSessions: 1 },
      affects: [],
    }),
    refused: { code: 'no_factor' },
    bad: [{ reason: 'x'.repeat(501) }, 'reason'],
  }),
  commandCase(beginTotp, {
    input: session,
    by: by('totp.begin'),
    given: proven,
    event: (scene) => ({ target: cora(scene), after: { authenticator: 'begun' }, affects: [] }),
    refused: { code: 'proof_needed', by: by('totp.begin') },
    outside,
    bad: [{ session: 'x'.repeat(101) }, 'session'],
  }),
  commandCase(confirmTotp, {
    input: (aim) => ({ session: aim.session, code: '000000' }),
    by: by('totp.confirm'),
    given: (scene) => withApp(scene, false),
    event: (scene) => ({ target: cora(scene), after: { authenticator: 'added' }, affects: [] }),
    refused: { code: 'wrong_code', by: by('totp.confirm'), given: proven },
    outside,
    bad: [{ code: '12345' }, 'code'],
  }),
  commandCase(removeTotp, {
    input: session,
    by: by('totp.remove'),
    given: withPasskey,
    event: (scene) => ({ target: cora(scene), after: { authenticator: 'removed' }, affects: [] }),
    refused: { code: 'proof_needed', by: by('totp.remove') },
    outside,
    bad: [{ session: 'x'.repeat(101) }, 'session'],
  }),
  commandCase(renewRecoveryCodes, {
    input: session,
    by: by('recoveryCodes.renew'),
    given: async (scene) => {
      await withApp(scene, true);
    },
    event: (scene) => ({ target: cora(scene), after: { recoveryCodes: 10 }, affects: [] }),
    refused: { code: 'last_factor', by: by('recoveryCodes.renew'), given: proven },
    outside,
    bad: [{ session: 'x'.repeat(101) }, 'session'],
  }),
  commandCase(proveSession, {
    input: (aim) => ({ session: aim.session, proof: { by: 'totp' as const, code: '000000' } }),
    by: by('sessions.prove'),
    given: async (scene) => {
      const { code } = await withApp(scene, true);
      return { proof: { by: 'totp' as const, code } };
    },
    event: (scene) => ({ target: cora(scene), after: { proof: 'totp' }, affects: [] }),
    refused: { code: 'wrong_code', by: by('sessions.prove') },
    outside,
    bad: [{ session: 'x'.repeat(101) }, 'session'],
  }),
  commandCase(addPasskey, {
    input: (aim) => ({
      ...{ session: aim.session, name: 'Laptop', id: 'key', publicKey: 'AA', counter: 0 },
      ...{ transports: [], isBackedUp: false },
    }),
    by: by('passkeys.add'),
    given: proven,
    event: (scene) => ({ target: cora(scene), after: { passkey: 'Laptop' }, affects: [] }),
    refused: { code: 'proof_needed', by: by('passkeys.add') },
    outside,
    bad: [{ name: '' }, 'name'],
  }),
  commandCase(removePasskey, {
    input: (aim) => ({ session: aim.session, id: 'key' }),
    by: by('passkeys.remove'),
    given: async (scene) => {
      await withPasskey(scene);
      const { db } = scene.world;
      await db.insert(passkeys).values({
        ...{ id: 'other', identityId: cora(scene), name: 'Phone', publicKey: 'AA' },
        ...{ counter: 0, isBackedUp: true },
      });
    },
    event: (scene) => ({ target: cora(scene), before: { passkey: 'Laptop' }, affects: [] }),
    refused: { code: 'last_factor', by: by('passkeys.remove'), given: withPasskey },
    outside,
    bad: [{ session: 'x'.repeat(101) }, 'session'],
  }),
  commandCase(renamePasskey, {
    input: (aim) => ({ session: aim.session, id: 'key', name: 'Old laptop' }),
    by: by('passkeys.rename'),
    given: withPasskey,
    event: (scene) => ({
      target: cora(scene),
      before: { passkey: 'Laptop' },
      after: { passkey: 'Old laptop' },
      affects: [],
    }),
    refused: { code: 'proof_needed', by: by('passkeys.rename') },
    outside,
    bad: [{ name: '' }, 'name'],
  }),
  commandCase(createSessionByPasskey, {
    input: (aim) => ({ identityId: aim.member, passkey: 'key', counter: 6 }),
    by: by('sessions.createByPasskey'),
    given: async (scene) => {
      await withPasskey(scene);
      return { identityId: cora(scene) };
    },
    event: (_scene, { id }) => ({ target: id, after: { passkey: 'Laptop' }, affects: [] }),
    refused: { code: 'passkey_cloned', by: by('sessions.createByPasskey') },
    outside,
    bad: [{ identityId: 'x'.repeat(101) }, 'identityId'],
  }),
  commandCase(markCloned, {
    input: () => ({ passkey: 'key', counter: 5 }),
    by: by('passkeys.markCloned'),
    given: withPasskey,
    event: (scene) => ({
      target: cora(scene),
      after: { passkey: 'Laptop', cloned: true },
      affects: [],
    }),
    refused: { code: 'not_found', by: by('passkeys.markCloned') },
    outside,
    bad: [{ passkey: 'x'.repeat(1401) }, 'passkey'],
  }),
];

export const FACTOR_QUERIES = [queryCase(getFactorPolicy, { input: () => ({}) })];
