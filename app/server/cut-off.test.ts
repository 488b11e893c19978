import { expect, it, vi } from 'vitest';
import { sayNothingOfLeavers } from './cut-off';

it('keeps from the console what tells only that somebody left, and nothing else', () => {
  const written = vi.spyOn(console, 'error').mockReturnValue();
  sayNothingOfLeavers();
  const left = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  const lost = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  console.error(left);
  expect(written).not.toHaveBeenCalled();
  console.error(lost);
  console.error('/questions failed', left);
  expect(written.mock.calls).toEqual([[lost], ['/questions failed', left]]);
});
