import { afterEach, expect, it } from 'vitest';
import { CREDENTIAL } from '@/domain/testing/destinations/credentials';
import { NAMESPACE, startKubernetes } from '@/domain/testing/destinations/kubernetes-stand-in';
import { bring, tryPlace } from '@/domain/testing/destinations/stand-ins';

let server: Awaited<ReturnType<typeof startKubernetes>>;

async function at(options: Parameters<typeof startKubernetes>[1] = {}, more: object = {}) {
  server = await startKubernetes(CREDENTIAL, options);
  const place = { kind: 'kubernetes' as const, url: server.origin, secret: 'keyward' };
  return { ...place, namespace: NAMESPACE, ...more };
}
afterEach(() => server.close());

const parcel = (secret: string) => ({ secretName: 'token', secret });
const base64 = (text: string) => Buffer.from(text).toString('base64');

it('makes the Secret, then patches its key and leaves the others alone', async () => {
  const place = await at();
  expect(await bring(place, parcel('kws_first'))).toMatchObject({ confirmed: true });
  const other = { resourceVersion: '700', data: { token: base64('kws_first'), other: 'eHg=' } };
  server.stored.set('keyward', other);
  expect(await bring(place, parcel('kws_second'))).toMatchObject({ confirmed: true });
  expect(server.stored.get('keyward')?.data).toEqual({
    ...{ token: base64('kws_second'), other: 'eHg=' },
  });
  expect(server.wrong).toEqual([]);
});

it.for(['made', 'changed'] as const)(
  'goes on from a Secret that somebody %s first',
  async (what) => {
    const place = await at();
    const rival = { resourceVersion: '500', data: { rival: 'eHg=' } };
    if (what === 'changed') server.stored.set('keyward', { ...rival, resourceVersion: '400' });
    const rivals = [rival];
    const asked = server.stored.has;
    const found = server.stored.get;
    const first = () => {
      const next = /POST|PATCH/.test(server.requests.at(-1)?.method ?? '') && rivals.pop();
      if (next) server.stored.set('keyward', next);
    };
    server.stored.has = function has(name) {
      first();
      return asked.call(this, name);
    };
    server.stored.get = function get(name) {
      first();
      return found.call(this, name);
    };
    expect(await bring(place, parcel('kws_ours'))).toMatchObject({ confirmed: true });
    expect(server.stored.get('keyward')?.data).toEqual({
      token: base64('kws_ours'),
      rival: 'eHg=',
    });
    expect(server.wrong).toEqual([]);
  },
);

it('says that a Secret is immutable, and changes nothing', async () => {
  const place = await at();
  server.stored.set('keyward', { resourceVersion: '5', data: {}, immutable: true });
  await expect(bring(place, parcel('kws_first'))).rejects.toThrow('immutable');
  expect(server.stored.get('keyward')?.data).toEqual({});
});

it.for([
  [{}, {}, 'could be made'],
  [{ verbs: ['get'] }, {}, 'rehearse a write, answered 403'],
  [{ verbs: ['patch'] }, {}, 'answered 403'],
  [{}, { namespace: 'elsewhere' }, 'namespaces "elsewhere" not found'],
] as const)('finds at a test of %j, %j: %s', async ([options, more, said]) => {
  const place = await at(options, more);
  expect(await tryPlace(place).catch(String)).toContain(said);
  expect(server.stored.size).toBe(0);
  expect(server.wrong).toEqual([]);
});

it('finds at a test that an existing Secret could be changed, and changes nothing', async () => {
  const place = await at();
  server.stored.set('keyward', { resourceVersion: '5', data: { other: 'eHg=' } });
  expect(await tryPlace(place)).toContain('1 keys, and changed');
  expect(server.stored.get('keyward')?.resourceVersion).toBe('5');
  expect(server.wrong).toEqual([]);
});
