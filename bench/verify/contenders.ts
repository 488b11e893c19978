import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inRoot } from '../lib/paths';
import { startServer } from '../lib/server-process';
import type { VerifierProcess } from '../lib/verifier';
import { authorizeRequest, type BenchWorld, verifyRequest } from '../world/world';
import type { Contender } from './contender';
import { installPeers, startPeer } from './peers';

export const NAMES = {
  limitGet: 'node:http, GET',
  authorize: 'Keyward authorize',
  limitPost: 'node:http, POST',
  verify: 'Keyward verify',
  betterAuth: 'better-auth API keys',
  oidcProvider: 'oidc-provider introspection',
  lookup: 'Postgres lookup',
} as const;

export type ContenderKey = keyof typeof NAMES;

const isOk = (status: number) => status === 200;
const isAllowed = (status: number, body: string) =>
  status === 200 && JSON.parse(body).allowed === true;
const isActive = (status: number, body: string) =>
  status === 200 && JSON.parse(body).active === true;

/** Starts those that are wanted, in the order in which they take turns; those of Node's own on this `node`. */
export async function startContenders(
  world: BenchWorld,
  verifier: VerifierProcess,
  wanted: readonly ContenderKey[],
  node?: string,
): Promise<Contender[]> {
  const { postgres, uses, callerSecret } = world;
  const secretsFile = join(postgres.folder, 'secrets.json');
  const secrets = uses.map(({ token }) => token.secret);
  await writeFile(secretsFile, JSON.stringify(secrets), { mode: 0o600 });
  const gets = uses.map(authorizeRequest);
  const posts = uses.map((use) => verifyRequest(callerSecret, use));
  const settle = () => verifier.shipped();
  const isPeerWanted = wanted.includes('betterAuth') || wanted.includes('oidcProvider');
  if (isPeerWanted) await installPeers();
  const startLimit = () =>
    startServer({ args: [inRoot('dist/bench/limit-server.js'), secretsFile], node });
  const starts: Record<ContenderKey, () => Promise<Omit<Contender, 'name'>>> = {
    limitGet: async () => ({ server: await startLimit(), requests: gets, isRight: isOk }),
    authorize: async () => ({ server: verifier, requests: gets, isRight: isOk, settle }),
    limitPost: async () => ({ server: await startLimit(), requests: posts, isRight: isAllowed }),
    verify: async () => ({ server: verifier, requests: posts, isRight: isAllowed, settle }),
    betterAuth: async () => {
      const databaseUrl = await postgres.createPeerDatabase('better_auth');
      const peer = await startPeer('better-auth.mjs', { databaseUrl, secretsFile });
      return { ...peer, isRight: isOk };
    },
    oidcProvider: async () => {
      const peer = await startPeer('oidc-provider.mjs', { secretsFile });
      return { ...peer, isRight: isActive };
    },
    lookup: async () => ({
      server: await startServer({
        args: [inRoot('dist/bench/lookup-server.js')],
        env: { DATABASE_URL: postgres.url },
      }),
      requests: gets,
      isRight: isOk,
    }),
  };
  const started: Contender[] = [];
  for (const key of wanted) started.push({ name: NAMES[key], ...(await starts[key]()) });
  return started;
}
