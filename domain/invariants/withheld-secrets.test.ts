import { sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { z } from 'zod';
import { passwords } from '@/db/schema/identities';
import { createApi } from '@/domain/apis/create-api';
import { createOperation } from '@/domain/apis/create-operation';
import { importDocument } from '@/domain/apis/import-document';
import { personActor } from '@/domain/base/actor';
import type { Target } from '@/domain/base/target';
import { generateTokenSecret } from '@/domain/base/token-format';
import type { CommandDefinition } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { createGroup } from '@/domain/groups/create-group';
import { createIdentity } from '@/domain/identities/create-identity';
import { verifyChain } from '@/domain/ledger/verify-chain';
import { createScope } from '@/domain/scopes/create-scope';
import { createSession } from '@/domain/sessions/create-session';
import { signIn } from '@/domain/sessions/sign-in';
import { fixture, it, world } from '@/domain/testing/fixture';
import { lastEvent } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';

const planted = generateTokenSecret('personal');
const body = planted.slice(4);
/** The same secret as it would slip past a search for its form. */
const DISGUISES = {
  'as it is': planted,
  'glued to a word': `x${planted}y`,
  'with a letter escaped': `%6bwp_${body}`,
  'with a letter escaped twice': `kwp%255f${body}`,
  'in capitals': `KWP_${body}`,
  'split by a character nobody sees': `kwp_${body.slice(0, 9)}\u200d${body.slice(9)}`,
};

/** Everything there is in the database, as a reader would make it out. */
async function everythingStored(): Promise<string> {
  const { rows } = await world.owner.execute<{ all: string }>(sql`
    select string_agg(query_to_xml(format('select * from %I', table_name), true, true, '')::text, '')
      as "all" from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`);
  return (rows[0]?.all ?? '')
    .replaceAll(/%25/g, '%')
    .replaceAll(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/[^\x20-\x7e]/g, '')
    .toLowerCase();
}

const expectNoneStored = async () =>
  expect(await everythingStored()).not.toContain(body.slice(0, 8).toLowerCase());

const userAgent = Object.values(DISGUISES).join(' ');
const asked = <Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  command: CommandDefinition<Input, Output, T>,
  input: unknown,
) =>
  runCommand(
    command,
    contextOf(world.db, world.administrator, {
      request: { id: 'req_test', ip: '192.0.2.1', userAgent },
    }),
    input,
  );

describe.each(Object.entries(DISGUISES))('a secret %s', (_how, secret) => {
  it('is refused as a name, an address, a reason or a reference, in words that don’t repeat it', async () => {
    const { group, member } = fixture;
    const typed: [CommandDefinition<z.ZodType, z.ZodType, Target>, Record<string, unknown>][] = [
      [createToken as never, { identity: member.id, group: group.id, name: `for ${secret}` }],
      [createToken as never, { identity: secret, group: group.id, name: 'fine' }],
      [createGroup as never, { slug: 'fine', name: secret }],
      [createGroup as never, { slug: 'fine', name: 'fine', description: `see ${secret}` }],
      [createIdentity as never, { type: 'person', name: 'Eve', email: `${secret}@example.com` }],
      [createIdentity as never, { type: 'person', name: secret, email: 'eve@example.com' }],
      [createApi as never, { slug: 'fine', name: secret }],
      [createScope as never, { api: 'billing', name: secret, operations: [] }],
      [createOperation as never, { api: 'billing', name: `call ${secret}` }],
      [
        createOperation as never,
        { api: 'billing', name: 'fine', method: 'GET', pathTemplate: `/a/${secret}` },
      ],
      [revokeToken as never, { token: fixture.memberToken.token.id, reason: `leaked: ${secret}` }],
    ];
    for (const [command, input] of typed) {
      const result = await asked(command, input);
      expect(result, command.operation).toMatchObject({ ok: false, kind: 'invalid' });
      expect(JSON.stringify(result).toLowerCase()).not.toContain(body.slice(9).toLowerCase());
    }
    await expectNoneStored();
  });

  it('is withheld from the texts of a document, and what it is the path or name of is left out', async () => {
    const operation = (id: string, more = {}) => ({ get: { operationId: id, ...more } });
    const document = {
      openapi: '3.1.0',
      info: { title: `Billing ${secret}`, version: secret },
      paths: {
        '/plain': operation('listInvoices2', { summary: `see ${secret}`, tags: [secret, 'x'] }),
        '/named': operation(secret),
        // Past where a summary is cut: what is left of a secret there is one still.
        '/long': operation('long', { summary: `${'x'.repeat(488)} ${secret}` }),
        [`/a/${secret}/b`]: operation('hidden'),
      },
    };
    const bytes = new TextEncoder().encode(JSON.stringify(document));
    const result = await asked(importDocument, { api: 'billing', document: bytes });
    expect(JSON.stringify(result).toLowerCase()).not.toContain(body.slice(9).toLowerCase());
    // All but the one whose path it is in.
    expect(result.ok && result.value.operations).toBe(3);
    await expectNoneStored();
  });

  it('is withheld from what is stored of a sign-in', async () => {
    const context = contextOf(world.db, world.administrator, {
      request: { id: `req ${secret}`, ip: '192.0.2.7', userAgent: `agent ${secret}` },
    });
    expect(await signIn(context, { email: secret, password: secret })).toMatchObject({ ok: false });
    expect(await signIn(context, { email: 'ada@example.com', password: secret })).toMatchObject({
      ok: false,
    });
    const [stored] = await world.db.select().from(passwords);
    expect(
      await runCommand(
        createSession,
        {
          ...context,
          actor: personActor(world.administrator, ['sessions.create']),
        },
        { identityId: world.administratorId, provenBy: stored?.hash },
      ),
    ).toMatchObject({ ok: true });
    expect((await lastEvent(world)).userAgent).toContain('kwp_…[withheld]');
    await expectNoneStored();
  });
});

it('a secret in the user agent of a change is withheld from its event, which still verifies', async () => {
  expect(await asked(createGroup, { slug: 'named', name: 'Named' })).toMatchObject({ ok: true });
  expect((await lastEvent(world)).userAgent).toContain('kwp_…[withheld]');
  expect(await verifyChain(world.db)).toMatchObject({ holds: true });
  await expectNoneStored();
});
