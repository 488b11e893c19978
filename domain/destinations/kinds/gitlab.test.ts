import { afterEach, expect, it } from 'vitest';
import { CREDENTIAL } from '@/domain/testing/destinations/credentials';
import { startGitlab } from '@/domain/testing/destinations/gitlab-stand-in';
import { bring, tryPlace } from '@/domain/testing/destinations/stand-ins';

type Server = Awaited<ReturnType<typeof startGitlab>>;
let server: Server;

async function at(more: object, options?: Parameters<typeof startGitlab>[1]) {
  server = await startGitlab(CREDENTIAL, options);
  return { kind: 'gitlab' as const, url: server.origin, path: '42', ...more };
}
afterEach(() => server.close());

const NAME = 'DEPLOY_TOKEN';
const parcel = (secret: string) => ({ secretName: NAME, secret });
/** One that somebody has made there. */
const existing = (more: object) => ({
  ...{ key: NAME, value: 'kws_before', environment_scope: '*', masked: true, protected: true },
  ...{ raw: true, hidden: false, variable_type: 'env_var' as const, description: null, ...more },
});

it.for([
  [{}, 'projects/42'],
  [{ path: 'acme/shop' }, 'projects/acme%2Fshop'],
  [{ scope: 'group', path: 'acme' }, 'groups/acme'],
] as const)('makes a masked variable, then changes its value alone: %j', async ([more, owner]) => {
  const place = await at({ ...more, environmentScope: 'production/*' });
  for (const secret of ['kws_the_first', 'kws_the_second']) {
    expect(await bring(place, parcel(secret))).toMatchObject({ confirmed: true });
  }
  expect(server.stored.get(`${owner} ${NAME} production/*`)).toMatchObject({
    ...{ value: 'kws_the_second', masked: true, protected: true, raw: true },
  });
  expect(server.wrong).toEqual([]);
});

it('finds the variable of its own environments among others of the name', async () => {
  const place = await at({ environmentScope: 'production' });
  for (const scope of ['*', 'production']) {
    const one = existing({ environment_scope: scope, protected: false });
    server.stored.set(`projects/42 ${NAME} ${scope}`, one);
  }
  await bring(place, parcel('kws_for_production'));
  const values = [...server.stored.values()].map(({ value }) => value);
  expect(values).toEqual(['kws_before', 'kws_for_production']);
  expect(server.wrong).toEqual([]);
});

it('confirms nothing of a hidden variable, and says of an unmasked one that logs may show it', async () => {
  const place = await at({});
  server.stored.set(`projects/42 ${NAME} *`, existing({ hidden: true }));
  expect(await bring(place, parcel('kws_unseen'))).toMatchObject({ confirmed: false });
  expect(server.found(NAME)).toBe('kws_unseen');
  server.stored.set(`projects/42 ${NAME} *`, existing({ masked: false }));
  const { said } = await bring(place, parcel('kws_shown'));
  expect(said).toContain('not masked');
});

it('tells what a value was refused for', async () => {
  const place = await at({});
  await expect(bring(place, parcel('short'))).rejects.toThrow('400: “value is invalid”');
});

it.for([
  [['api'], 'has the scope api'],
  [['read_api'], 'needs api to write'],
  [['self_rotate'], 'insufficient_scope'],
] as const)('finds at a test that a token of the scopes %j %s', async ([scopes, said]) => {
  const place = await at({}, { scopes });
  expect(await tryPlace(place).catch(String)).toContain(said);
  expect(server.stored.size).toBe(0);
  expect(server.wrong).toEqual([]);
});
