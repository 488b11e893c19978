import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, createPool, type Database } from '@/db/client';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { getIdentity } from '@/domain/identities/get-identity';
import { contextOf, openWorld, type World } from '@/domain/testing/world';

const TYPED = 'typed-by-somebody';
let world: World;
let unreachable: Database;

beforeAll(async () => {
  world = await openWorld();
  unreachable = createDatabase(createPool('postgres://nobody@127.0.0.1:1/nowhere'));
});
afterAll(async () => {
  await unreachable.$client.end();
  await world.close();
});

/** Everything a logger could print of the rejection. */
const printed = (work: Promise<unknown>) =>
  work.then(
    () => 'no fault',
    (error: Error) => `${error.stack}\n${inspect(error, { depth: 9, showHidden: true })}`,
  );

it('a fault of a query names its statement and none of its parameters', async () => {
  const context = contextOf(unreachable, world.administrator);
  const fault = await printed(runQuery(getIdentity, context, { identity: TYPED }));
  expect(fault).toContain('Failed query: select');
  expect(fault).toContain('ECONNREFUSED');
  expect(fault).not.toContain(TYPED);
});

it('nor does one of a command', async () => {
  // The command gets as far as its insert, which has lost its table.
  const broken = world.owner.transaction(async (tx) => {
    await tx.execute('alter table groups rename to gone');
    const inside = new Proxy(tx, {
      get: (target, name) =>
        name === 'transaction' ? target.transaction.bind(target) : target[name as never],
    });
    const context = contextOf(inside as unknown as Database, world.administrator);
    return runCommand(createGroup, context, { slug: TYPED, name: TYPED });
  });
  const fault = await printed(broken);
  expect(fault).toContain('Failed query: ');
  expect(fault).not.toContain(TYPED);
});
