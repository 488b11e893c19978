import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { ssoProviders } from '@/db/schema/sso';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import type { OidcVariables } from '@/domain/environment/env';
import { ENVIRONMENT_SLUG } from './sso-facts';

type Named = Pick<OidcVariables, 'issuer' | 'clientId' | 'groupsClaim'>;

/** Keeps the provider of the environment in line with its variables. */
export const adoptProvider = defineCommand({
  operation: 'ssoProviders.adopt',
  summary: 'Bring the provider of the environment in line',
  input: z.object({
    issuer: z.string().max(500),
    clientId: z.string().max(500),
    groupsClaim: z.string().max(100).nullable(),
    enabled: z.boolean(),
  }),
  output: z.object({ id: z.string() }),
  conflicts: { sso_providers_slug_unique: { path: 'issuer', message: 'It is there already.' } },
  target: () => everything('ssoProvider'),
  async run({ tx, actor, input }) {
    const [found] = await tx.select().from(ssoProviders).where(isOfEnvironment).for('update');
    const id = found?.id ?? newId('ssoProvider');
    const name = new URL(input.issuer).host;
    if (found) await tx.update(ssoProviders).set(input).where(eq(ssoProviders.id, id));
    else {
      await tx.insert(ssoProviders).values({
        ...{ id, slug: ENVIRONMENT_SLUG, name, fromEnvironment: true, ...input },
        ...{ createdBy: actor.id, createdByName: actor.name },
      });
    }
    return {
      value: { id },
      audit: {
        target: { type: 'ssoProvider', id, name: found?.name ?? name },
        ...(found && { before: told(found) }),
        after: { ...input },
        affects: [],
      },
    };
  },
});

const isOfEnvironment = eq(ssoProviders.fromEnvironment, true);

const told = ({ issuer, clientId, groupsClaim, enabled }: typeof ssoProviders.$inferSelect) => ({
  ...{ issuer, clientId, groupsClaim, enabled },
});

/**
 * Makes, changes or switches off the provider of the variables `OIDC_*`, as a dashboard starts with
 * them; changes nothing, and logs nothing, where it is in line.
 */
export async function adoptEnvironment(db: Database, oidc: Named | undefined): Promise<void> {
  const [found] = await db.select().from(ssoProviders).where(isOfEnvironment);
  const wanted = oidc
    ? { issuer: oidc.issuer, clientId: oidc.clientId, groupsClaim: oidc.groupsClaim ?? null }
    : found && { ...told(found) };
  if (!wanted) return;
  const input = { ...wanted, enabled: oidc !== undefined };
  if (found && isDeepStrictEqual(told(found), input)) return;
  const actor = systemActor('start', [adoptProvider.operation]);
  const request = { id: newId('request'), ip: null, userAgent: null };
  const adopted = await runCommand(adoptProvider, { db, actor, request, serverSecret: '' }, input);
  // Another dashboard that starts in the same moment has made it.
  if (isRefusal(adopted) && adopted.code !== 'already_exists')
    throw new Error(`the provider of OIDC_ISSUER: ${adopted.message}`);
}
