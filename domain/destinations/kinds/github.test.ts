import { afterAll, beforeAll, expect, it } from 'vitest';
import { CREDENTIAL } from '@/domain/testing/destinations/credentials';
import { startGithub } from '@/domain/testing/destinations/github-stand-in';
import { bring } from '@/domain/testing/destinations/stand-ins';

const NAME = 'DEPLOY_TOKEN';
let server: Awaited<ReturnType<typeof startGithub>>;

beforeAll(async () => {
  server = await startGithub(CREDENTIAL);
});
afterAll(() => server.close());

const placeOf = (more: object) => ({
  ...{ kind: 'github' as const, apiUrl: server.origin, owner: 'acme', ...more },
});

it.for([
  [{ repository: 'shop' }, '/repos/acme/shop/actions/secrets'],
  [{ repository: 'shop', environment: 'live' }, '/repos/acme/shop/environments/live/secrets'],
  [{}, '/orgs/acme/actions/secrets'],
] as const)('seals what only GitHub can open, as its document wants: %j', async ([more, path]) => {
  for (const secret of ['kws_the_first', 'kws_the_second']) {
    const brought = await bring(placeOf(more), { secretName: NAME, secret });
    expect(brought).toMatchObject({ confirmed: true });
    expect(server.stored.get(`${path}/${NAME}`)?.secret).toBe(secret);
    const sent = server.requests.map(({ body, path: asked }) => `${asked}${body}`);
    expect(sent.filter((text) => text.includes(secret))).toEqual([]);
  }
  expect(server.wrong).toEqual([]);
});

it('refuses a bad credential in words that hold no secret', async () => {
  server.answerWith((_request, response) =>
    response
      .writeHead(401, { 'content-type': 'application/json' })
      .end(JSON.stringify({ message: `Bad credentials ${CREDENTIAL} kws_hidden` })),
  );
  const parcel = { secretName: NAME, secret: 'kws_hidden' };
  const said = await bring(placeOf({ repository: 'shop' }), parcel).catch(String);
  expect(said).toContain('GitHub answered 401');
  expect(said).not.toContain(CREDENTIAL);
  expect(said).not.toContain('kws_hidden');
});
