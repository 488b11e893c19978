import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type GithubStandIn, startGithub } from '@/domain/testing/destinations/github-stand-in';
import { askingWith } from '../asking';
import { placeSchema } from '../place-input';
import { DestinationProblem } from '../problem';
import { github } from './github';

const CREDENTIAL = 'a-credential-of-32-characters-xx';
const NAME = 'DEPLOY_TOKEN';
let server: GithubStandIn;

beforeAll(async () => {
  server = await startGithub(CREDENTIAL);
});
beforeEach(() => server.mood('good'));
afterAll(() => server.close());

const settings = () => ({
  ...{ privateHosts: [server.origin], closedDirectories: [] },
  variable: () => CREDENTIAL,
});

async function deliver(more: object, secret: string) {
  const config = placeSchema.parse({
    kind: 'github',
    apiUrl: server.origin,
    owner: 'acme',
    ...more,
  });
  if (config.kind !== 'github') throw new Error(config.kind);
  const asking = await askingWith({
    ...{ credential: 'env:CREDENTIAL', at: new Date(), secret, settings: settings() },
    signal: new AbortController().signal,
  });
  const parcel = { secretName: NAME, secret, deliveryId: 'one', facts: {} };
  return github.deliver(config, parcel, asking);
}

it.for([
  [{ repository: 'shop' }, '/repos/acme/shop/actions/secrets'],
  [{ repository: 'shop', environment: 'live' }, '/repos/acme/shop/environments/live/secrets'],
  [{}, '/orgs/acme/actions/secrets'],
] as const)('seals what only GitHub can open, as its document wants: %j', async ([more, path]) => {
  for (const secret of ['kws_the_first', 'kws_the_second']) {
    expect(await deliver(more, secret)).toMatchObject({ confirmed: true });
    expect(server.opened.get(`${path}/${NAME}`)).toBe(secret);
    expect(
      server.requests.some(({ body, path: asked }) => `${asked}${body}`.includes(secret)),
    ).toBe(false);
  }
  expect(server.wrong).toEqual([]);
});

it('confirms nothing that GitHub took and did not store', async () => {
  server.mood('answers without storing');
  const made = deliver({ repository: 'forgetful' }, 'kws_forgotten');
  await expect(made).rejects.toThrow(DestinationProblem);
});

it.for(['stores, then 500', 'down'] as const)(
  'confirms a delivery at the next try where GitHub %s',
  async (mood) => {
    const repository = mood === 'down' ? 'dark' : 'faulty';
    server.mood(mood);
    await expect(deliver({ repository }, 'kws_again')).rejects.toThrow(DestinationProblem);
    server.mood('good');
    expect(await deliver({ repository }, 'kws_again')).toMatchObject({ confirmed: true });
    expect(server.opened.get(`/repos/acme/${repository}/actions/secrets/${NAME}`)).toBe(
      'kws_again',
    );
  },
);

it('refuses a bad credential in words that hold no secret', async () => {
  server.answerWith((_request, response) =>
    response
      .writeHead(401, { 'content-type': 'application/json' })
      .end(JSON.stringify({ message: `Bad credentials ${CREDENTIAL} kws_hidden` })),
  );
  const said = await deliver({ repository: 'shop' }, 'kws_hidden').catch(String);
  expect(said).toContain('GitHub answered 401');
  expect(said).not.toContain(CREDENTIAL);
  expect(said).not.toContain('kws_hidden');
});
