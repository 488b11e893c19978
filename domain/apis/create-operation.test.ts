import { expect } from 'vitest';
import { runCommand } from '@/domain/commands/run';
import { it, world } from '@/domain/testing/fixture';
import { lastEvent } from '@/domain/testing/probes';
import { contextOf } from '@/domain/testing/world';
import { createOperation } from './create-operation';

const add = (input: object) =>
  runCommand(createOperation, contextOf(world.db, world.administrator), {
    api: 'billing',
    ...input,
  });

it('adds a route and a plain action, with their events', async () => {
  expect(
    await add({ name: 'getPdf', method: 'GET', pathTemplate: '/invoices/{id}/pdf' }),
  ).toMatchObject({ ok: true });
  expect(await add({ name: 'close-the-books' })).toMatchObject({ ok: true });
  expect(await lastEvent(world)).toMatchObject({ action: 'operations.create', outcome: 'done' });
});

it.each([
  ['a method without a path', { method: 'GET' }],
  ['no leading slash', { method: 'GET', pathTemplate: 'x' }],
  ['an unbalanced brace', { method: 'GET', pathTemplate: '/x/{id' }],
  ['one parameter twice', { method: 'GET', pathTemplate: '/{a}/{a}' }],
  ['a dot segment', { method: 'GET', pathTemplate: '/x/../y' }],
  ['an empty segment', { method: 'GET', pathTemplate: '/x//y' }],
])('refuses %s at the path', async (_what, input) => {
  expect(await add({ name: 'other', ...input })).toMatchObject({
    ok: false,
    errors: [{ path: 'pathTemplate' }],
  });
});
