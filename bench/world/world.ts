import { type BenchPostgres, startPostgres } from '../lib/postgres';
import type { LoadRequest } from '../load/load-spec';
import { type AllowedRoute, API, HOST, makeApi, makeGroup } from './api';
import { type BenchToken, makeServices, makeTokens } from './tokens';

const GROUPS = 50;
const SERVICES = 200;

/** A token and a request that it may make. */
export interface Use extends AllowedRoute {
  readonly token: BenchToken;
}

export interface BenchWorld {
  readonly postgres: BenchPostgres;
  readonly operationCount: number;
  /** Each token once, with one of its group's operations. */
  readonly uses: readonly Use[];
  /** Secret of a resource server, which may ask the verifier. */
  readonly callerSecret: string;
}

/** Postgres with an API of 1,223 operations, 50 groups, 200 service accounts and their tokens. */
export async function makeWorld(
  tokenCount: number,
  openapi: string | null,
  { commitTimes = false } = {},
): Promise<BenchWorld> {
  const postgres = await startPostgres({ commitTimes });
  try {
    const { groups, operationCount } = await makeApi(postgres.db, GROUPS, openapi);
    const groupIds = groups.map(({ id }) => id);
    const services = await makeServices(postgres.pool, groupIds, SERVICES);
    const tokens = await makeTokens(postgres.pool, services, tokenCount);
    const routesOf = new Map(groups.map(({ id, routes }) => [id, routes]));
    const uses = tokens.map((token, at) => {
      const routes = routesOf.get(token.groupId) ?? [];
      // A prime step: neighbours ask for different operations, and in time all are asked for.
      const route = routes[(at * 7_919) % routes.length];
      if (route === undefined) throw new Error('a group opens nothing');
      return { ...route, token };
    });
    const askers = await makeGroup(postgres.db, 'resource-servers', ['keyward/keyward:verify']);
    const [caller] = await makeTokens(
      postgres.pool,
      await makeServices(postgres.pool, [askers], 1),
      1,
    );
    if (caller === undefined) throw new Error('there is no caller');
    await postgres.analyze();
    return { postgres, operationCount, uses, callerSecret: caller.secret };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** What a gateway asks about a request. */
export const authorizeRequest = ({ token, method, path }: Use): LoadRequest => ({
  method: 'GET',
  path: '/v1/authorize',
  headers: {
    authorization: `Bearer ${token.secret}`,
    'x-forwarded-method': method,
    'x-forwarded-host': HOST,
    'x-forwarded-uri': path,
  },
});

/** What a resource server asks about a token that it was given. */
export const verifyRequest = (callerSecret: string, { token, method, path }: Use): LoadRequest => ({
  method: 'POST',
  path: '/v1/verify',
  headers: { authorization: `Bearer ${callerSecret}`, 'content-type': 'application/json' },
  body: JSON.stringify({ token: token.secret, api: API, method, path }),
});
