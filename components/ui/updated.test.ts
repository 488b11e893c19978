import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attempt } from './attempt';
import { UPDATED, wasUpdated } from './updated';

const answers = (body: unknown) => vi.stubGlobal('fetch', async () => Response.json(body));

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: { dataset: { build: 'before' } } });
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('whether Keyward was updated', () => {
  it('shows in the build that the server says it runs', async () => {
    expect(await wasUpdated(async () => ({ alive: true, build: 'after' }))).toBe(true);
    expect(await wasUpdated(async () => ({ alive: true, build: 'before' }))).toBe(false);
  });

  it('is not guessed from a connection that is lost, or from what something else answers', async () => {
    expect(await wasUpdated(() => Promise.reject(new TypeError('no connection')))).toBe(false);
    for (const answer of [null, 'x', {}, { build: 7 }]) {
      expect(await wasUpdated(async () => answer)).toBe(false);
    }
  });
});

describe('an action that fails', () => {
  const fails = () => Promise.reject(new Error('An unexpected response was received'));

  it('is refused as one from before where the build has changed', async () => {
    answers({ alive: true, build: 'after' });
    expect(await attempt('it happened', fails)).toBe(UPDATED);
  });

  it('is a lost answer where it has not', async () => {
    answers({ alive: true, build: 'before' });
    expect(await attempt('it happened', fails)).toMatchObject({ code: 'no_answer' });
  });
});
