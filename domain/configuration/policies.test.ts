import { expect } from 'vitest';
import { trustRules } from '@/db/schema/workloads';
import { runCommand } from '@/domain/commands/run';
import { setOrganisationPolicy } from '@/domain/organisation/set-policy';
import { applied, apply, plan, planned } from '@/domain/testing/configuration';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { approveTrustRule } from '@/domain/workloads/approve-trust-rule';

const HOUR = 3_600;
beforeAll(() =>
  asAdministrator(world, setOrganisationPolicy, { policy: { maxTtlSeconds: 24 * HOUR } }),
);
const groupWith = (policy: string, name = 'billing') =>
  `version: 1\ngroups:\n  ${name}:\n    policy:\n      ${policy}\n`;

it.for(['billing', 'another'])(
  'refuses a policy of %s above the ceiling, at its line',
  async (name) => {
    const file = groupWith(`maxTtlSeconds: ${60 * 24 * HOUR}`, name);
    const refused = {
      code: 'invalid_input',
      message: expect.stringMatching(
        new RegExp(
          `^Line 5:7: groups\\.${name}\\.policy\\.maxTtlSeconds: The organisation allows at most`,
        ),
      ),
    };
    expect(await apply(world, file)).toMatchObject(refused);
    expect(await plan(world, file)).toMatchObject({
      value: { refused: { ...refused, toAnybody: true } },
    });
  },
);

it('takes one below it, and what stood above it before the ceiling came stays', async () => {
  await applied(world, groupWith(`defaultTtlSeconds: ${HOUR}`));
  const { lines } = await planned(world, groupWith(`maxTtlSeconds: ${30 * 24 * HOUR}`));
  expect(lines).toEqual([]);
  await applied(world, groupWith(`maxTtlSeconds: ${12 * HOUR}`));
});

const RULE = `version: 1
groups:
  billing: { policy: { approveServiceTokens: true } }
trustRules:
  deploys:
    issuer: https://idp.example.com
    audience: keyward
    claims: { sub: deploy }
    serviceAccount: mailer
    group: billing
`;
const approvedBy = async () => (await world.db.select().from(trustRules))[0]?.approvedBy ?? null;

it('a rule of a group that wants a second person waits for one, as does a rule that changes', async () => {
  await applied(world, RULE);
  expect(await approvedBy()).toBeNull();
  expect(await approvedByApplier()).toMatchObject({ ok: false, code: 'second_person' });
  await world.db.update(trustRules).set({ approvedBy: 'idn_somebody', approvedByName: 'Somebody' });
  await applied(world, RULE);
  expect(await approvedBy()).toBe('idn_somebody');
  await applied(world, 'version: 1\ntrustRules:\n  deploys: { claims: { sub: release } }\n');
  expect(await approvedBy()).toBeNull();
});

/** Whoever has applied the rule is no second person. */
async function approvedByApplier() {
  const [rule] = await world.db.select().from(trustRules);
  const actor = await signedIn(world.db, world.administratorId);
  return runCommand(approveTrustRule, contextOf(world.db, actor), { rule: rule?.id });
}
