import { desc, lt } from 'drizzle-orm';
import { z } from 'zod';
import { ssoProviders } from '@/db/schema/sso';
import { pageInput, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { loadProvider } from './provider-target';
import { providerViewSchema, readProviderView, toProviderViews } from './provider-view';

export const listProviders = defineQuery({
  operation: 'ssoProviders.list',
  summary: 'List identity providers',
  http: { method: 'GET', path: '/sso-providers' },
  input: z.object(pageInput),
  output: pageOf(providerViewSchema),
  target: () => everything('ssoProvider'),
  async run({ db, input }) {
    const rows = await db
      .select()
      .from(ssoProviders)
      .where(input.cursor ? lt(ssoProviders.id, input.cursor) : undefined)
      .orderBy(desc(ssoProviders.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, ({ id }) => id);
    return { ...page, items: await toProviderViews(db, page.items) };
  },
});

export const getProvider = defineQuery({
  operation: 'ssoProviders.get',
  summary: 'Get an identity provider',
  http: { method: 'GET', path: '/sso-providers/{provider}' },
  input: z.object({ provider: z.string().max(100) }),
  output: providerViewSchema,
  target: ({ db, input }) => loadProvider(db, input.provider),
  run: ({ db, target }) => readProviderView(db, target.id),
});
