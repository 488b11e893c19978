import { z } from 'zod';
import { ssoProviders } from '@/db/schema/sso';
import { newId } from '@/domain/base/ids';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { secretColumns } from './client-secret';
import { providerFields, providerSlug, SLUG_TAKEN } from './provider-input';
import { providerViewSchema, readProviderView } from './provider-view';

/** Makes a provider that people may sign in with. No group of it leads anywhere yet. */
export const createProvider = defineCommand({
  operation: 'ssoProviders.create',
  needsProof: true,
  summary: 'Create an identity provider',
  http: { method: 'POST', path: '/sso-providers', status: 201 },
  input: z.object({
    ...providerFields,
    slug: providerSlug(),
    clientSecret: providerFields.clientSecret.default(null),
    scopes: providerFields.scopes.default(['openid', 'profile', 'email']),
    groupsClaim: providerFields.groupsClaim.default(null),
    createsPeople: providerFields.createsPeople.default(true),
    acceptsUnverifiedEmail: providerFields.acceptsUnverifiedEmail.default(false),
    enabled: providerFields.enabled.default(true),
  }),
  output: providerViewSchema,
  conflicts: SLUG_TAKEN,
  target: () => everything('ssoProvider'),
  async run({ tx, actor, input, serverSecret }) {
    const { clientSecret, ...columns } = input;
    const id = newId('ssoProvider');
    await tx.insert(ssoProviders).values({
      ...{ id, ...columns, ...secretColumns(serverSecret, id, clientSecret) },
      ...{ createdBy: actor.id, createdByName: actor.name },
    });
    const view = await readProviderView(tx, id);
    const { slug, name, issuer, clientId, groupsClaim, enabled } = view;
    return {
      value: view,
      audit: {
        target: { type: 'ssoProvider', id, name },
        after: {
          ...{ slug, name, issuer, clientId, groupsClaim, enabled },
          clientSecret: view.clientSecret,
        },
        affects: [],
      },
    };
  },
});
