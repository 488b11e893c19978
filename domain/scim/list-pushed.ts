import { z } from 'zod';
import { pageInput, pageOf } from '@/domain/base/input';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { pushedViewSchema, readPushed } from './pushed-view';

/** Groups that provisioning clients push, oldest first, and where each leads. */
export const listPushed = defineQuery({
  operation: 'provisioning.list',
  summary: 'List pushed groups and where they lead',
  http: { method: 'GET', path: '/provisioning/groups' },
  input: z.object(pageInput),
  output: pageOf(pushedViewSchema),
  target: () => everything('scimGroup'),
  async run({ db, input: { limit, cursor } }) {
    const rows = await readPushed(db, { after: cursor, limit: limit + 1 });
    const items = rows.slice(0, limit);
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  },
});
