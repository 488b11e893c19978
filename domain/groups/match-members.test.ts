import { expect } from 'vitest';
import { runQuery } from '@/domain/commands/run-query';
import { fixture, it as test, world } from '@/domain/testing/fixture';
import { contextOf, signedIn } from '@/domain/testing/world';
import { matchMembers } from './match-members';

const match = async (identityId: string, references: string[]) =>
  runQuery(matchMembers, contextOf(world.db, await signedIn(world.db, identityId)), {
    group: 'billing',
    references,
  });

test('a lead learns who exact emails and slugs mean, and who is a member already', async () => {
  const result = await match(fixture.lead.id, [
    ' OTTO@example.com ',
    'mailer',
    'nobody@example.com',
    'lea@example.com',
  ]);
  expect(result).toMatchObject({
    ok: true,
    value: {
      matches: [
        { id: fixture.outsider.id, type: 'person', name: 'Otto', membership: null },
        {
          id: fixture.service.id,
          type: 'service',
          handle: 'mailer',
          membership: { role: 'member' },
        },
        null,
        { id: fixture.lead.id, membership: { role: 'lead', expiresAt: null } },
      ],
    },
  });
});

test('a part of an email matches nobody', async () => {
  expect(await match(fixture.lead.id, ['otto', ''])).toMatchObject({
    value: { matches: [null, null] },
  });
});

test('a plain member is refused, an outsider finds no such group', async () => {
  expect(await match(fixture.member.id, [])).toMatchObject({ ok: false, kind: 'forbidden' });
  expect(await match(fixture.outsider.id, [])).toMatchObject({ ok: false, kind: 'not_found' });
});
