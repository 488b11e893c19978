import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Context } from '@/domain/base/context';
import { createGroup } from '@/domain/groups/create-group';
import { endSession } from '@/domain/sessions/end-session';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, openWorld, signedIn, type World } from '@/domain/testing/world';
import type { TimelineItem } from '@/domain/timeline/list-timeline';
import { ArrivalWatch } from './arrival-watch';
import { tailResponse } from './tail-response';

let world: World;
let context: Context;
let watch: ArrivalWatch;
beforeAll(async () => {
  world = await openWorld();
  context = contextOf(world.db, world.administrator);
  watch = new ArrivalWatch(() => world.db, 5);
});
afterAll(() => world.close());

const toRow = (item: TimelineItem) => (item.kind === 'change' ? item.event.target.name : item);
const makeGroup = (slug: string) => asAdministrator(world, createGroup, { slug, name: slug });

interface Told {
  readonly event: string;
  readonly place: string;
  readonly data: { rows: unknown[]; skipped: number } | null;
}

/** Reads events one by one, past those that tell a place alone. */
async function listen(input: Record<string, string>, as = context) {
  const response = await tailResponse({ context: as, watch, toRow, input });
  const reader = response.body?.getReader();
  const next = async (): Promise<Told | null> => {
    const read = await reader?.read();
    if (!read || read.done) return null;
    const text = new TextDecoder().decode(read.value);
    const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(text)?.[1] ?? '';
    const told = { event: field('event'), place: field('id') };
    return { ...told, data: told.event === 'rows' ? JSON.parse(field('data')) : null };
  };
  const nextRows = async (): Promise<Told | null> => {
    const told = await next();
    return told?.event === 'place' ? nextRows() : told;
  };
  return { response, next, nextRows, stop: () => reader?.cancel() };
}

it('tells the place at once, then what arrives, and goes on from any place that it told', async () => {
  const { response, next, nextRows, stop } = await listen({ q: 'action:groups.create' });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('cache-control')).toContain('no-transform');
  const start = await next();
  expect(start).toMatchObject({ event: 'place', data: null });
  await makeGroup('tail-one');
  const first = await nextRows();
  expect(first?.data).toEqual({ rows: ['tail-one'], skipped: 0 });
  await stop();
  await makeGroup('tail-two');
  const again = await listen({ q: 'action:groups.create', after: first?.place ?? '' });
  expect((await again.nextRows())?.data?.rows).toEqual(['tail-two']);
  await again.stop();
});

it('reads nothing more while the browser has not taken the last', async () => {
  const { next, nextRows, stop } = await listen({ q: 'action:groups.create' });
  await next();
  for (let made = 1; made <= 3; made += 1) await makeGroup(`tail-slow-${made}`);
  const told = await nextRows();
  expect(told?.data?.rows.length).toBeGreaterThan(0);
  await stop();
});

it('ends where the session does', async () => {
  const actor = await signedIn(world.db, world.administrator.id);
  const { next, nextRows } = await listen(
    { q: 'action:groups.create' },
    contextOf(world.db, actor),
  );
  await next();
  await asAdministrator(world, endSession, { session: actor.via.id });
  expect(await nextRows()).toBe(null);
});

it('a mistyped query is refused as such', async () => {
  const response = await tailResponse({ context, watch, toRow, input: { q: 'grup:x' } });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ problems: [{ at: 0, suggestion: 'group' }] });
});
