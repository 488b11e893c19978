import { afterAll, describe, expect } from 'vitest';
import { scimMappings } from '@/db/schema/scim';
import type { Reach } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { runCommand } from '@/domain/commands/run';
import { setPassword } from '@/domain/credentials/set-password';
import { editMembers } from '@/domain/groups/edit-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { type Issuer, openIssuer } from '@/domain/issuers/testing/issuer';
import { runJob } from '@/domain/jobs/run-job';
import { setOrganisationPolicy } from '@/domain/organisation/set-policy';
import { findWaitingRules } from '@/domain/overview/waiting-rules';
import { advanceRotation } from '@/domain/rotations/advance-rotation';
import { planRotations } from '@/domain/rotations/plan-rotation';
import { rotateOwnToken, rotateToken } from '@/domain/rotations/rotate-token';
import { setPushedMappings } from '@/domain/scim/set-mappings';
import { AUDIENCE, exchangerOf, trust } from '@/domain/testing/exchange-world';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor } from '@/domain/testing/probes';
import * as scheduled from '@/domain/testing/scheduled-rotations';
import { bearer, contextOf, done, signedIn } from '@/domain/testing/world';
import { approveTrustRule } from '@/domain/workloads/approve-trust-rule';
import { approveToken } from './approve-token';
import { createToken } from './create-token';
import { delegateOwnToken, delegateToken } from './delegate-token';

let second: Actor;
let issuer: Issuer;
let family: Awaited<ReturnType<typeof scheduled.scheduleToken>>;
/** Of before the account could say who controls Keyward. */
let old: { token: { id: string }; secret: string };

const mint = (identity = fixture.service.id) =>
  asAdministrator(world, createToken, { identity, group: 'billing', name: 'scim' });
const code = (secret: string) => codeFor(world, secret, 'listInvoices');

/** Two administrators, of whom each needs the other, have let a client say who audits Keyward. */
beforeAll(async () => {
  issuer = await openIssuer();
  const person = { type: 'person' as const, name: 'Bo', email: 'bo@example.com' };
  const { id } = await asAdministrator(world, createIdentity, person);
  await asAdministrator(world, editMembers, { group: 'administrators', add: [{ identity: id }] });
  await world.db.transaction((tx) => setPassword(tx, id, newId('session')));
  second = await signedIn(world.db, id);
  const url = 'https://destination.example.com/hook';
  const destination = await scheduled.makeDestination({ kind: 'webhook', url }, 'env:SIGNING');
  family = await scheduled.scheduleToken(destination);
  old = await mint();
  await asAdministrator(world, setPushedMappings, {
    ...{ pushed: fixture.pushed, mappings: [{ group: 'auditors' }] },
  });
  await asAdministrator(world, setOrganisationPolicy, { policy: { approvePrivileged: true } });
});
afterAll(() => issuer.close());

describe('an account that provisions who controls Keyward', () => {
  it('has tokens that wait for another than who made them', async () => {
    const { token, secret } = await mint();
    expect(token).toMatchObject({ status: 'awaiting', approval: 'awaiting' });
    expect(await code(secret)).toBe('token_suspended');
    const approve = (actor: Actor) =>
      runCommand(approveToken, contextOf(world.db, actor), { token: token.id });
    expect(await approve(world.administrator)).toMatchObject({ code: 'second_person' });
    expect(await approve(second)).toMatchObject({ ok: true });
    expect(await code(secret)).toBe('allowed');
  });

  it('has no token rotated or delegated by another, and its holder does both', async () => {
    const ada = contextOf(world.db, world.administrator);
    const refused = { ok: false, code: 'second_person' };
    const token = old.token.id;
    expect(await runCommand(rotateToken, ada, { token })).toMatchObject(refused);
    expect(await runCommand(delegateToken, ada, { token, actsAs: 'x' })).toMatchObject(refused);
    const holder = contextOf(world.db, await bearer(world.db, old.secret));
    expect(await runCommand(delegateOwnToken, holder, { actsAs: 'x' })).toMatchObject({ ok: true });
    expect(await runCommand(rotateOwnToken, holder, {})).toMatchObject({ ok: true });
  });

  it('has no secret brought where an administrator reads it', async () => {
    await scheduled.makeDue(family.familyId);
    await runJob(planRotations, { db: world.db });
    const { id: rotation } = (await scheduled.rotationOf(family.familyId)) ?? {};
    const settings = scheduled.settingsFor('https://destination.example.com');
    await runJob(advanceRotation, { db: world.db, settings }, { rotation });
    expect(await scheduled.rotationOf(family.familyId)).toMatchObject({
      ...{ state: 'planned', successorId: null },
      failure: expect.stringContaining('a second person approves'),
    });
  });

  it('has rules that wait as well', async () => {
    const rule = await trust(world, fixture, issuer, { slug: 'wait' });
    expect(rule).toMatchObject({ approval: 'awaiting' });
    const exchange = exchangerOf(world, issuer);
    const exchanged = async (jti: string) =>
      exchange(await issuer.sign({ aud: AUDIENCE, repository_id: '74', jti }), { rule: 'wait' });
    expect(await exchanged('a')).toMatchObject({ ok: false, reason: 'rule_awaiting' });
    const everywhere = { everywhere: true, groupIds: [] } as unknown as Reach;
    expect((await findWaitingRules(world.db, everywhere)).rules).toMatchObject([{ id: rule.id }]);
    const input = { rule: rule.id };
    const own = await runCommand(approveTrustRule, contextOf(world.db, world.administrator), input);
    expect(own).toMatchObject({ code: 'second_person' });
    await done(world.db, second, approveTrustRule, input);
    expect(await exchanged('b')).toMatchObject({ ok: true });
  });
});

it('tokens of another account wait for nobody, nor of this one once it leads nowhere', async () => {
  const robot = await asAdministrator(world, createIdentity, { type: 'service', name: 'robot' });
  await asAdministrator(world, editMembers, { group: 'billing', add: [{ identity: robot.id }] });
  expect((await mint(robot.id)).token.status).toBe('active');
  await asAdministrator(world, setPushedMappings, {
    ...{ pushed: fixture.pushed, mappings: [{ group: 'billing' }] },
  });
  expect(await world.db.$count(scimMappings)).toBe(1);
  expect((await mint()).token.status).toBe('active');
});
