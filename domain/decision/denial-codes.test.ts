import { expect, it } from 'vitest';
import { type DecisionCode, isRequestDenial, REQUEST_DENIALS, TOKEN_DENIALS } from './decide';

/** `npm run check` compiles this: a line that expects an error and has none is an error itself. */
it('a misspelt code of a decision does not compile', () => {
  // @ts-expect-error as what is decided
  const code: DecisionCode = 'token_revokd';
  expect(isRequestDenial(code)).toBe(false);
});

it('no code denies for the token and for the request', () => {
  const both: readonly string[] = [...TOKEN_DENIALS, ...REQUEST_DENIALS];
  expect(new Set(both).size).toBe(both.length);
});
