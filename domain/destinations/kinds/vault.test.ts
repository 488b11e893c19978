import { afterEach, expect, it } from 'vitest';
import { CREDENTIAL } from '@/domain/testing/destinations/credentials';
import { bring, tryPlace } from '@/domain/testing/destinations/stand-ins';
import { startVault } from '@/domain/testing/destinations/vault-stand-in';

let server: Awaited<ReturnType<typeof startVault>>;

async function at(options: Parameters<typeof startVault>[1] = {}, more: object = {}) {
  server = await startVault(CREDENTIAL, options);
  return { kind: 'vault' as const, url: server.origin, path: 'billing/deploy', ...more };
}
afterEach(() => server.close());

const PATH = 'billing/deploy';
const parcel = (secret: string) => ({ secretName: 'token', secret });
const methods = () =>
  server.requests.filter(({ path }) => path.includes('/data/')).map(({ method }) => method);

it('makes the first version, then patches its key and leaves the others alone', async () => {
  const place = await at();
  expect(await bring(place, parcel('kws_first'))).toMatchObject({ confirmed: true });
  server.stored.set(PATH, { version: 7, data: { token: 'kws_first', other: { deep: 1 } } });
  expect(await bring(place, parcel('kws_second'))).toMatchObject({ confirmed: true });
  expect(server.stored.get(PATH)).toEqual({
    ...{ version: 8, data: { token: 'kws_second', other: { deep: 1 } } },
  });
  expect(methods()).toEqual(['GET', 'POST', 'GET', 'GET', 'PATCH', 'GET']);
  expect(server.wrong).toEqual([]);
});

it('writes the whole version again where it may not patch, and no number that it can’t', async () => {
  const place = await at({ capabilities: ['create', 'read', 'update'] });
  server.stored.set(PATH, { version: 3, data: { other: 'stays' } });
  await bring(place, parcel('kws_first'));
  expect(server.stored.get(PATH)?.data).toEqual({ token: 'kws_first', other: 'stays' });
  server.stored.set(PATH, { version: 9, data: { serial: 2 ** 60 } });
  await expect(bring(place, parcel('kws_second'))).rejects.toThrow('capability patch');
  expect(server.stored.get(PATH)?.version).toBe(9);
  expect(server.wrong).toEqual([]);
});

it('follows a deleted version, and whoever came first', async () => {
  const place = await at({}, { namespace: undefined });
  server.stored.set(PATH, { version: 4, data: null });
  await bring(place, parcel('kws_after_deletion'));
  expect(server.stored.get(PATH)).toEqual({ version: 5, data: { token: 'kws_after_deletion' } });
  const steps = ['kws_rival'];
  const { set } = server.stored;
  server.stored.get = function get(path) {
    const found = Map.prototype.get.call(this, path);
    // Between our reading and our writing.
    if (server.requests.at(-1)?.method === 'PATCH' && steps.pop()) {
      set.call(this, path, { version: 6, data: { token: 'kws_rival', rival: 'was here' } });
      return Map.prototype.get.call(this, path);
    }
    return found;
  };
  expect(await bring(place, parcel('kws_ours'))).toMatchObject({ confirmed: true });
  expect(server.stored.get(PATH)?.data).toEqual({ token: 'kws_ours', rival: 'was here' });
  expect(server.wrong).toEqual([]);
});

it('names its namespace', async () => {
  const place = await at({ namespace: 'teams/billing' }, { namespace: 'teams/billing' });
  expect(await bring(place, parcel('kws_first'))).toMatchObject({ confirmed: true });
  expect(server.wrong).toEqual([]);
});

it('stores nothing in an engine of version 1, which would take the request for the secret', async () => {
  const place = await at({ engine: '1' });
  await expect(bring(place, parcel('kws_first'))).rejects.toThrow('is kv, version 1');
  expect(server.wrong).toEqual([]);
});

it.for([
  [{}, {}, 'may write there (create, read, update, patch)'],
  [{ capabilities: ['read'] }, {}, 'create is missing'],
  [{ engine: '1' }, {}, 'not the KV engine, version 2'],
  [{}, { mount: 'nowhere' }, 'no handler for route'],
] as const)('finds at a test of %j, %j: %s', async ([options, more, said]) => {
  const place = await at(options, more);
  expect(await tryPlace(place).catch(String)).toContain(said);
  expect(server.stored.size).toBe(0);
  expect(server.wrong).toEqual([]);
});
