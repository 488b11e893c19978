import { z } from 'zod';

const counted = (input: string | unknown[], bound: string) =>
  typeof input === 'string'
    ? `character${bound === '1' ? '' : 's'}`
    : bound === '1'
      ? 'entry'
      : 'entries';

// Whatever a schema bounds and has no words of its own for says its bound, and how far off the input is.
z.config({
  customError(issue) {
    if (issue.code !== 'too_big' && issue.code !== 'too_small') return undefined;
    const { input } = issue;
    const isBig = issue.code === 'too_big';
    const bound = String(isBig ? issue.maximum : issue.minimum);
    const limit = `${isBig ? 'At most' : 'At least'} ${bound}`;
    if (typeof input === 'string' || Array.isArray(input)) {
      return `${limit} ${counted(input, bound)}; this has ${input.length}.`;
    }
    return typeof input === 'number' ? `${limit}; this is ${input}.` : `${limit}.`;
  },
});
