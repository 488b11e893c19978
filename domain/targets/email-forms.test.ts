import { expect } from 'vitest';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { setPassword } from '@/domain/credentials/set-password';
import { editMembers } from '@/domain/groups/edit-members';
import { matchMembers } from '@/domain/groups/match-members';
import { createIdentity } from '@/domain/identities/create-identity';
import { getIdentity } from '@/domain/identities/get-identity';
import { updateIdentity } from '@/domain/identities/update-identity';
import { signIn } from '@/domain/sessions/sign-in';
import { it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';

const password = 'correct horse battery';

const context = () => contextOf(world.db, world.administrator);
const create = (email: string) =>
  runCommand(createIdentity, context(), { type: 'person', name: 'Somebody', email });

it.each([
  ["O'Brien@example.com", ["o'brien@example.com", "O'Brien, Pat <O'BRIEN@example.com>"]],
  ['root@localhost', ['ROOT@localhost']],
  ['Jürgen@Bücher.example', ['jürgen@bücher.example', 'Jürgen@xn--bcher-kva.example']],
  ['ann@xn--bcher-kva.example', ['ann@bücher.example', 'ANN@BÜCHER.example']],
])(
  '%s is kept as written, and is the same person however it is spelt',
  async (email, spellings) => {
    const made = await create(email);
    if (!made.ok) throw new Error(made.message);
    const { id } = made.value;
    expect(made.value.email).toBe(email);
    await world.db.transaction((tx) => setPassword(tx, id, password));
    for (const spelling of [email, ...spellings]) {
      const found = await runQuery(getIdentity, context(), { identity: spelling });
      expect(found, spelling).toMatchObject({ ok: true, value: { id } });
      const asked = { group: 'billing', references: [spelling] };
      const matched = await runQuery(matchMembers, context(), asked);
      expect(matched, spelling).toMatchObject({ ok: true, value: { matches: [{ id }] } });
      const entered = await signIn(context(), { email: spelling, password });
      expect(entered, spelling).toMatchObject({ ok: true, identity: { id } });
      const again = await create(spelling);
      expect(again, spelling).toMatchObject({ ok: false, errors: [{ path: 'email' }] });
    }
    const add = [{ identity: spellings[0] ?? '' }];
    await asAdministrator(world, editMembers, { group: 'billing', add });
    await asAdministrator(world, editMembers, { group: 'billing', remove: [email] });
  },
);

it('nobody is given the email of somebody else in another spelling', async () => {
  await create('first@käse.example');
  const second = await create('second@example.com');
  if (!second.ok) throw new Error(second.message);
  const email = 'FIRST@xn--kse-qla.example';
  const renamed = await runCommand(updateIdentity, context(), { identity: second.value.id, email });
  expect(renamed).toMatchObject({ ok: false, kind: 'conflict', errors: [{ path: 'email' }] });
});
