import { afterEach, expect, it } from 'vitest';
import { placeSchema } from '@/domain/destinations/place-input';
import type { StandIn } from '@/domain/testing/destinations/stand-in';
import { bring, STAND_IN_KINDS, STAND_INS } from '@/domain/testing/destinations/stand-ins';
import { kindOf } from './all';

let server: StandIn;
afterEach(() => server.close());

it.for(STAND_IN_KINDS)(
  'a dry run of the kind %s tells each request that a delivery writes with',
  async (kind) => {
    const { start, place: placeAt } = STAND_INS[kind];
    server = await start();
    const place = placeSchema.parse(placeAt(server.origin));
    const told = kindOf(place).dryRun(place, 'TOKEN');
    for (const secret of ['kws_the_first', 'kws_the_second']) {
      await bring(placeAt(server.origin), { secretName: 'TOKEN', secret });
    }
    const writes = server.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${server.origin}${path.split(/\?(?!filter)/)[0]}`);
    const known = told.map(({ method, url }) => `${method} ${url}`);
    expect(writes).toHaveLength(2);
    expect(known.sort()).toEqual([...new Set(writes)].sort());
  },
);
