import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { GET } from '@/app/(dashboard)/reviews/[review]/export/route';
import type { Context } from '@/domain/base/context';
import { openReviewOf } from '@/domain/testing/aim';
import { lastEvent } from '@/domain/testing/probes';
import { makeFixture, openWorld, signedIn, type World } from '@/domain/testing/world';

const held = vi.hoisted(() => ({
  db: undefined as unknown as Context['db'],
  sessionId: null as string | null,
}));
vi.mock('@/app/server/database', () => ({
  database: () => held.db,
  serverSecret: () => 'a server secret of at least thirty-two characters',
}));
vi.mock('next/headers', () => ({ headers: async () => new Headers() }));
vi.mock('next-auth', async (original) => ({
  ...(await original<object>()),
  getServerSession: async () => (held.sessionId === null ? null : { sessionId: held.sessionId }),
}));

let world: World;
let review: string;
let auditor: string;
let lead: string;

beforeAll(async () => {
  world = await openWorld();
  held.db = world.db;
  const fixture = await makeFixture(world);
  ({ review } = await openReviewOf(world, fixture.group.id, fixture.colleague.id));
  const sessionOf = async (identity: string) => (await signedIn(world.db, identity)).via.id;
  auditor = await sessionOf(fixture.auditor.id);
  lead = await sessionOf(fixture.lead.id);
});
afterAll(() => world.close());

function download(session: string | null, format = 'csv', headers: Record<string, string> = {}) {
  held.sessionId = session;
  const url = `https://keyward.example.com/reviews/${review}/export?format=${format}`;
  return GET(new Request(url, { headers }), { params: Promise.resolve({ review }) });
}

it('an auditor who is signed in takes the evidence away as a file, which is put on record', async () => {
  const response = await download(auditor);
  expect(response.headers.get('content-disposition')).toBe(
    'attachment; filename="keyward-reviews-export.csv"',
  );
  expect(await response.text()).toMatch(/^review\.name,review\.number,/);
  expect(await lastEvent(world)).toMatchObject({ action: 'reviews.export', outcome: 'done' });
  const lines = (await (await download(auditor, 'ndjson')).text()).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).group.slug)).toEqual(Array(4).fill('billing'));
});

it('a lead is refused it, and that is put on record', async () => {
  const response = await download(lead);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: 'not_granted' });
  expect(await lastEvent(world)).toMatchObject({ action: 'reviews.export', outcome: 'denied' });
});

it('whoever is signed out is led to sign in', async () => {
  await expect(download(null)).rejects.toMatchObject({
    digest: expect.stringContaining('/sign-in'),
  });
});

it('an unknown format, and what another site asks for, are refused', async () => {
  expect((await download(auditor, 'xls')).status).toBe(422);
  const foreign = await download(auditor, 'csv', { 'sec-fetch-site': 'cross-site' });
  expect(foreign.status).toBe(403);
  expect(await foreign.json()).toMatchObject({ code: 'cross_site' });
});
