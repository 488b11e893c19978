import { expect, it } from 'vitest';
import { rightOver } from '@/domain/authority/reach';
import { systemActor } from './actor';
import { isOperationName, type OperationName } from './operation-names';
import { everything } from './target';

const WORKER = systemActor('worker', ['tokens.list']);

/** `npm run check` compiles this: a line that expects an error and has none is an error itself. */
it('a misspelt right does not compile', () => {
  // @ts-expect-error as a name
  const name: OperationName = 'tokens.revok';
  // @ts-expect-error as a right that an actor is given
  const helper = systemActor('helper', ['tokens.revok']);
  // @ts-expect-error as a right that an actor is asked for
  const held = WORKER.grants.has('tokens.lists');
  // @ts-expect-error as what a page or a command asks about
  const right = rightOver(WORKER, 'tokens.revok', everything('token'));
  expect([isOperationName(name), helper.grants.size, held]).toEqual([false, 1, false]);
  expect(right).toBe(false);
});

it('a name that comes from outside is looked up in the list', () => {
  expect(['tokens.revoke', 'tokens.verify', 'setup.claim'].every(isOperationName)).toBe(true);
  expect(['tokens', 'tokens.revok', 'constructor', ''].some(isOperationName)).toBe(false);
});
