import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CREDENTIAL } from '@/domain/testing/destinations/credentials';
import { FAULTS, RETRY_AFTER_SECONDS, type StandIn } from '@/domain/testing/destinations/stand-in';
import {
  bring,
  STAND_IN_KINDS,
  STAND_INS,
  tryPlace,
} from '@/domain/testing/destinations/stand-ins';
import { DestinationProblem } from '../problem';

/** For the faults that have us wait. */
const WITHIN_MS = 400;
const WORDS: Record<(typeof FAULTS)[number], RegExp> = {
  down: /can’t be reached/,
  'never answers': /did not answer within 0.4 s/,
  trickles: /did not answer within 0.4 s/,
  'stores, then 500': /answered 500: “Internal error”/,
  'answers without storing': /answered 20[014]/,
  'too many requests': /answered 429/,
  redirects: /answered 307, and redirects are not followed/,
  'answers 10 MB': /more than 1048576 bytes/,
  'knows no such credential': /answered 401: “Unauthorized”/,
  forbids: /answered 403: “Forbidden”/,
  'knows no such place': /answered 404: “Not Found”/,
};

describe.each(STAND_IN_KINDS)('a destination of the kind %s', (kind) => {
  const { start, place } = STAND_INS[kind];
  let server: StandIn;
  let names = 0;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.close());

  it.for(FAULTS)('that %s fails in words, and has the secret at the next try', async (fault) => {
    names += 1;
    const parcel = { secretName: `TOKEN_${names}`, secret: `kws_number_${names}` };
    const waits = fault === 'never answers' || fault === 'trickles';
    const way = waits ? { withinMs: WITHIN_MS } : {};
    const confirmed = kind !== 'webhook';
    server.mood(fault);
    const first = await bring(place(server.origin), parcel, way).catch((error) => error);
    server.mood('good');
    if (kind === 'webhook' && fault === 'answers without storing') {
      // Nobody can tell: the old token goes on until the new one is used.
      expect(first).toMatchObject({ confirmed: false });
    } else {
      expect(first).toBeInstanceOf(DestinationProblem);
      expect(first.message).toMatch(WORDS[fault]);
      const seconds = fault === 'too many requests' ? RETRY_AFTER_SECONDS : undefined;
      expect(first.retryAfterSeconds).toBe(seconds);
    }
    for (const hidden of [CREDENTIAL, parcel.secret]) expect(String(first)).not.toContain(hidden);
    expect(await bring(place(server.origin), parcel)).toMatchObject({ confirmed });
    expect(server.found(parcel.secretName)).toBe(parcel.secret);
    expect(server.wrong).toEqual([]);
  });

  it('passes a test that stores nothing, and fails one where the server is down', async () => {
    const before = new Map(server.stored);
    expect(await tryPlace(place(server.origin))).toMatch(/read|took/);
    expect(server.stored).toEqual(before);
    expect(server.wrong).toEqual([]);
    server.mood('down');
    await expect(tryPlace(place(server.origin))).rejects.toThrow('can’t be reached');
    server.mood('good');
  });

  it.for([
    ['env:MISSING', 'is not set where the worker runs'],
    ['file:/nowhere/to/be/found', 'can’t be read where the worker runs'],
  ])('asks nobody without a credential: %s', async ([credential, said]) => {
    const asked = server.requests.length;
    const parcel = { secretName: 'UNSENT', secret: 'kws_unsent' };
    const made = bring(place(server.origin), parcel, { credential: String(credential) });
    await expect(made).rejects.toThrow(said);
    expect(server.requests).toHaveLength(asked);
  });
});
