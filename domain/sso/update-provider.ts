import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { ssoProviders } from '@/db/schema/sso';
import { refuseWithoutAdministrator } from '@/domain/authority/administrators';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { refuseHandingOut } from '@/domain/groups/refuse-handing-out';
import { secretColumns } from './client-secret';
import { endProviderSessions } from './end-unmapped';
import { providerFields } from './provider-input';
import { loadProvider, type ProviderRow } from './provider-target';
import { mappedGroupIds, providerViewSchema, readProviderView } from './provider-view';

const changes = z.object(providerFields).partial();
/** What the variables `OIDC_*` say. */
const OF_ENVIRONMENT = ['issuer', 'clientId', 'clientSecret', 'groupsClaim', 'enabled'] as const;

/** Changes a provider. Switched off, or of another issuer, it ends the sessions that stand on its word. */
export const updateProvider = defineCommand({
  operation: 'ssoProviders.update',
  needsProof: true,
  summary: 'Change an identity provider',
  http: { method: 'PATCH', path: '/sso-providers/{provider}' },
  input: z.object({ provider: z.string().max(100), ...changes.shape }),
  output: providerViewSchema.extend({ endedSessions: z.number() }),
  target: ({ db, input }) => loadProvider(db, input.provider, 'update'),
  async run({ tx, actor, input, target: { row }, serverSecret, request }) {
    const { provider: _, clientSecret, ...given } = input;
    const refused =
      refuseOfEnvironment(row, input) ??
      (await refuseHandingOut(tx, actor, await mappedGroupIds(tx, row.id)));
    if (refused) return refused;
    const columns = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Partial<ProviderRow>;
    const secret =
      clientSecret === undefined ? {} : secretColumns(serverSecret, row.id, clientSecret);
    const [now] = await tx
      .update(ssoProviders)
      .set({ ...columns, ...secret, updatedAt: sql`now()` })
      .where(eq(ssoProviders.id, row.id))
      .returning();
    if (!now) throw new Error(`provider ${row.id} vanished while it was held`);
    const isAnother = !now.enabled || now.issuer !== row.issuer;
    const endedSessions = isAnother ? await endProviderSessions(tx, row.id) : 0;
    const without = isAnother ? await refuseWithoutAdministrator(tx, { actor, request }) : null;
    if (without) return without;
    return {
      value: { ...(await readProviderView(tx, row.id)), endedSessions },
      audit: {
        target: { type: 'ssoProvider', id: row.id, name: now.name },
        before: told(row),
        after: {
          ...{ ...told(now), endedSessions },
          ...(clientSecret === undefined ? {} : { clientSecret: 'changed' }),
        },
        affects: [],
      },
    };
  },
});

function refuseOfEnvironment(
  { fromEnvironment }: ProviderRow,
  input: Readonly<Record<string, unknown>>,
): Refusal | null {
  const path = OF_ENVIRONMENT.find((field) => input[field] !== undefined);
  if (!fromEnvironment || path === undefined) return null;
  const message = 'The variables OIDC_… say this: change it there and start Keyward again.';
  return refuse('conflict', 'built_in', message, [{ path, message }]);
}

const told = (row: ProviderRow) => {
  const { name, issuer, clientId, scopes, groupsClaim, enabled } = row;
  const { createsPeople, acceptsUnverifiedEmail } = row;
  return {
    ...{ name, issuer, clientId, scopes, groupsClaim, enabled },
    ...{ createsPeople, acceptsUnverifiedEmail },
  };
};
