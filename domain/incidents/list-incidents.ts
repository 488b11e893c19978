import { and, desc, ilike, isNotNull, isNull, lt } from 'drizzle-orm';
import { z } from 'zod';
import { incidents } from '@/db/schema/incidents';
import { pageInput, pageOf, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { incidentViewSchema, selectIncidents, toIncidentView } from './incident-view';

/** Newest first. */
export const listIncidents = defineQuery({
  operation: 'incidents.list',
  summary: 'List incidents',
  http: { method: 'GET', path: '/incidents' },
  input: z.object({ ...pageInput, q: searchText(), state: z.enum(['open', 'closed']).optional() }),
  output: pageOf(incidentViewSchema).extend({ total: z.number() }),
  target: () => everything('incident'),
  async run({ db, input: { q, state, cursor, limit } }) {
    const matching = and(
      q ? ilike(incidents.title, containsPattern(q)) : undefined,
      state === 'open' ? isNull(incidents.closedAt) : undefined,
      state === 'closed' ? isNotNull(incidents.closedAt) : undefined,
    );
    const [rows, total] = await Promise.all([
      selectIncidents(db)
        .where(and(matching, cursor ? lt(incidents.id, cursor) : undefined))
        .orderBy(desc(incidents.id))
        .limit(limit + 1),
      db.$count(incidents, matching),
    ]);
    const page = toPage(rows, limit, ({ incident }) => incident.id);
    return { ...page, items: page.items.map(toIncidentView), total };
  },
});
