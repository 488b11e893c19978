import { and, desc, eq, gt, inArray, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { requests } from '@/db/schema/requests';
import type { Reach } from '@/domain/authority/reach';
import { reachOf } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';
import { pageInput, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { requestViewSchema, selectRequests, toRequestView } from './request-view';

const isOpen = and(eq(requests.state, 'open'), gt(requests.expiresAt, sql`now()`));

/** Requests within reach, newest first. */
export const listRequests = defineQuery({
  operation: 'requests.list',
  summary: 'List requests',
  http: { method: 'GET', path: '/requests' },
  list: true,
  input: z.object({
    ...pageInput,
    state: z.enum(['open', 'closed']).optional(),
    /** `own`: what one has asked for oneself · `others`: what others ask for. */
    of: z.enum(['own', 'others']).optional(),
  }),
  output: pageOf(requestViewSchema).extend({ total: z.number() }),
  target: () => everything('request'),
  async run({ db, actor, input, reach }) {
    const open = isOpen ?? sql`true`;
    const matching = and(
      within(reach),
      input.state === 'open' ? open : input.state === 'closed' ? sql`not (${open})` : undefined,
      input.of === 'own' ? ownOf(actor) : input.of === 'others' ? othersThan(actor) : undefined,
    );
    const rows = await selectRequests(db)
      .where(and(matching, input.cursor ? lt(requests.id, input.cursor) : undefined))
      .orderBy(desc(requests.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, ({ request }) => request.id);
    return {
      ...page,
      items: page.items.map(toRequestView),
      total: await db.$count(requests, matching),
    };
  },
});

/** How many requests wait for whoever asks: those of others that they could decide. */
export const countRequests = defineQuery({
  operation: 'requests.count',
  summary: 'Count the requests that wait for you',
  http: { method: 'GET', path: '/request-count' },
  list: true,
  input: z.object({}),
  output: z.object({ waiting: z.number() }),
  target: () => everything('request'),
  async run({ db, actor }) {
    const deciding = reachOf(actor, 'requests.approve');
    return { waiting: await db.$count(requests, and(isOpen, within(deciding), othersThan(actor))) };
  },
});

const ownOf = ({ id }: Actor) => or(eq(requests.personId, id), eq(requests.requesterId, id));
const othersThan = ({ id }: Actor) =>
  and(ne(requests.requesterId, id), sql`${requests.personId} is distinct from ${id}`);

/** A lead reaches who asks for their group; somebody else what is their own. */
function within({ everywhere, groupIds, identityId }: Reach): SQL | undefined {
  if (everywhere) return undefined;
  return or(
    and(eq(requests.kind, 'access'), inArray(requests.groupId, [...groupIds, ''])),
    identityId === null ? undefined : eq(requests.personId, identityId),
  );
}
