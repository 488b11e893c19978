import { afterAll, beforeAll, expect, test } from 'vitest';
import { runQuery } from '@/domain/commands/run';
import {
  contextOf,
  type Furnished,
  furnish,
  openWorld,
  signedIn,
  type World,
} from '@/domain/testing/world';
import { matchMembers } from './match-members';

let world: World;
let stage: Furnished;

beforeAll(async () => {
  world = await openWorld();
  stage = await furnish(world);
});

afterAll(() => world.close());

const match = async (identityId: string, references: string[]) =>
  runQuery(matchMembers, contextOf(world.db, await signedIn(world.db, identityId)), {
    group: 'billing',
    references,
  });

test('a lead learns who exact emails and slugs mean, and who is a member already', async () => {
  const result = await match(stage.lead.id, [
    ' OTTO@example.com ',
    'mailer',
    'nobody@example.com',
    'lea@example.com',
  ]);
  expect(result).toMatchObject({
    ok: true,
    value: {
      matches: [
        { id: stage.outsider.id, type: 'person', name: 'Otto', membership: null },
        { id: stage.service.id, type: 'service', handle: 'mailer', membership: { role: 'member' } },
        null,
        { id: stage.lead.id, membership: { role: 'lead', expiresAt: null } },
      ],
    },
  });
});

test('a part of an email matches nobody', async () => {
  expect(await match(stage.lead.id, ['otto', ''])).toMatchObject({
    value: { matches: [null, null] },
  });
});

test('a plain member is refused, an outsider finds no such group', async () => {
  expect(await match(stage.member.id, [])).toMatchObject({ ok: false, kind: 'forbidden' });
  expect(await match(stage.outsider.id, [])).toMatchObject({ ok: false, kind: 'not_found' });
});
