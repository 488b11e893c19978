import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { prose } from '@/domain/base/input';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { prepareSteps, withPrepared } from '@/domain/commands/prepare-steps';
import { outdated } from '@/domain/commands/steps';
import { MAX_DOCUMENT_BYTES } from '@/domain/openapi/document-facts';
import { compareEffects, effectsNow } from './consequences';
import { fileInput, planChanges, prepareFile, stepsOf, toPlanView } from './plan';
import { planSchema } from './plan-view';

/** Files are applied one after another: what one is compared with, no other changes meanwhile. */
const ONE_AT_A_TIME = sql`select pg_advisory_xact_lock(hashtextextended('keyward configuration', 0))`;

/**
 * Makes the installation what a file says: all of it or nothing, each change as the command that makes
 * it alone, with its rights, its refusals and its event.
 */
export const applyConfiguration = defineCommand({
  operation: 'configuration.apply',
  summary: 'Apply a configuration file',
  http: { method: 'POST', path: '/configuration/apply', maxBytes: MAX_DOCUMENT_BYTES },
  input: z.object({
    ...fileInput,
    /** `fingerprint` of the plan that was looked at: anything else is refused. */
    expect: z.string().max(64).optional(),
    /** What each event says. */
    reason: prose().optional(),
  }),
  output: planSchema,
  conflicts: {
    apis_slug_unique: { path: 'file', message: 'Somebody else has just made one of its APIs.' },
    groups_slug_unique: { path: 'file', message: 'Somebody else has just made one of its groups.' },
    identities_slug_unique: {
      path: 'file',
      message: 'Somebody else has just made one of its service accounts.',
    },
    scopes_api_name: { path: 'file', message: 'Somebody else has just made one of its scopes.' },
    operations_api_name: { path: 'file', message: 'Two operations would have the same name.' },
    operations_api_route: {
      path: 'file',
      message: 'Two operations would have the same method and path.',
    },
    trust_rules_slug_unique: {
      path: 'file',
      message: 'Somebody else has just made one of its trust rules.',
    },
    destinations_name_unique: {
      path: 'file',
      message: 'Somebody else has just made one of its destinations.',
    },
    memberships_group_id_identity_id_pk: {
      path: 'file',
      message: 'Somebody else has just added one of its members.',
    },
  },
  target: () => everything('system'),
  async prepare({ db, actor, input, webhookPrivateHosts }) {
    const prepared = await prepareFile(input);
    if (isRefusal(prepared)) return prepared;
    const planned = await planChanges({ db, actor }, prepared, input.prune);
    if (isRefusal(planned)) return planned;
    const steps = stepsOf(planned, prepared.read, undefined);
    const ready = await prepareSteps({ db, actor, webhookPrivateHosts }, steps);
    return isRefusal(ready) ? ready : { ...prepared, ready };
  },
  async run({ tx, actor, input, prepared }) {
    await tx.execute(ONE_AT_A_TIME);
    const { read } = prepared;
    const planned = await planChanges({ db: tx, actor }, prepared, input.prune);
    if (isRefusal(planned)) return planned;
    if (input.expect !== undefined && input.expect !== planned.fingerprint) {
      return outdated();
    }
    const reason = input.reason || `configuration ${read.sha256.slice(0, 12)}`;
    const before = await effectsNow(tx);
    return {
      // What others have changed meanwhile may ask for more than was prepared: that is refused.
      steps: withPrepared(stepsOf(planned, read, reason), prepared.ready),
      value: async (changed) =>
        toPlanView(planned, read, compareEffects(before, await effectsNow(changed))),
    };
  },
});
