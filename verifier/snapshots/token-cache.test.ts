import { LRUCache } from 'lru-cache';
import { afterEach, expect, it, vi } from 'vitest';
import { newId } from '@/domain/base/ids';
import { LoadGuard } from './load-guard';
import { TokenCache } from './token-cache';

const HASH = 'ab'.repeat(32);

/** A cache over a database that knows no token yet, and how often it was asked. */
function emptyCache() {
  const load = vi.fn(async () => null);
  return { load, cache: new TokenCache(new LoadGuard(), load) };
}

const ids = (count: number) => Array.from({ length: count }, () => newId('token'));

afterEach(() => void vi.restoreAllMocks());

it('asks again for an unknown hash once any of the tokens an event names was never heard of', async () => {
  const { cache } = emptyCache();
  await cache.fetch(HASH);
  expect(cache.peek(HASH)).toBeNull();
  cache.dropTokens(ids(3));
  expect(cache.peek(HASH)).toBeUndefined();
});

it('keeps unknown hashes where an event names no token', async () => {
  const { cache } = emptyCache();
  await cache.fetch(HASH);
  cache.dropTokens([]);
  expect(cache.peek(HASH)).toBeNull();
});

it('clears unknown hashes at most once for an event that names a thousand tokens', async () => {
  const { cache } = emptyCache();
  const clears = vi.spyOn(LRUCache.prototype, 'clear');
  cache.dropTokens(ids(1_000));
  expect(clears).not.toHaveBeenCalled();
  await cache.fetch(HASH);
  cache.dropTokens(ids(1_000));
  expect(clears).toHaveBeenCalledOnce();
});
