import type { z } from 'zod';
import { askingWith } from '@/domain/destinations/asking';
import { kindOf } from '@/domain/destinations/kinds/all';
import type { Delivered } from '@/domain/destinations/kinds/kind';
import { placeSchema } from '@/domain/destinations/place-input';
import type { DestinationSettings } from '@/domain/jobs/define';
import { CREDENTIAL, SIGNING_SECRET } from './credentials';
import { startGithub } from './github-stand-in';
import { startGitlab } from './gitlab-stand-in';
import { NAMESPACE, startKubernetes } from './kubernetes-stand-in';
import type { StandIn } from './stand-in';
import { startVault } from './vault-stand-in';
import { startWebhookReceiver } from './webhook-stand-in';

type Given = z.input<typeof placeSchema>;

/** A server of each kind that takes only what its vendor would, and a place there. */
export const STAND_INS = {
  webhook: {
    start: (): Promise<StandIn> => startWebhookReceiver(SIGNING_SECRET),
    place: (url: string): Given => ({ kind: 'webhook', url: `${url}/hook` }),
    credential: 'env:SIGNING',
  },
  github: {
    start: (): Promise<StandIn> => startGithub(CREDENTIAL),
    place: (apiUrl: string): Given => ({
      ...{ kind: 'github', apiUrl, owner: 'acme', repository: 'shop' },
    }),
    credential: 'env:CREDENTIAL',
  },
  gitlab: {
    start: (): Promise<StandIn> => startGitlab(CREDENTIAL),
    place: (url: string): Given => ({ kind: 'gitlab', url, path: '42' }),
    credential: 'env:CREDENTIAL',
  },
  vault: {
    start: (): Promise<StandIn> => startVault(CREDENTIAL),
    place: (url: string): Given => ({ kind: 'vault', url, path: 'billing/deploy' }),
    credential: 'env:CREDENTIAL',
  },
  kubernetes: {
    start: (): Promise<StandIn> => startKubernetes(CREDENTIAL),
    place: (url: string): Given => ({
      ...{ kind: 'kubernetes', url, namespace: NAMESPACE, secret: 'keyward' },
    }),
    credential: 'env:CREDENTIAL',
  },
} as const;
export type StandInKind = keyof typeof STAND_INS;
export const STAND_IN_KINDS = Object.keys(STAND_INS) as StandInKind[];

/** What a worker is told that may reach this origin. */
export const reaching = (origin: string): DestinationSettings => ({
  privateHosts: [origin],
  variable: (name) => ({ SIGNING: SIGNING_SECRET, CREDENTIAL })[name],
  closedDirectories: [],
});

interface Way {
  readonly credential?: string;
  readonly withinMs?: number;
}

const openWay = (given: Given, secret: string, { credential, withinMs }: Way) => {
  const place = placeSchema.parse(given);
  const origin = new URL('url' in place ? place.url : place.apiUrl).origin;
  return {
    ...{ place, kind: kindOf(place) },
    asking: askingWith({
      ...{ at: new Date(), secret, settings: reaching(origin) },
      credential: credential ?? STAND_INS[place.kind].credential,
      ...(withinMs === undefined ? {} : { withinMs }),
      signal: new AbortController().signal,
    }),
  };
};

/** Brings a secret to a place, as a worker does. */
export async function bring(
  given: Given,
  parcel: { readonly secretName: string; readonly secret: string },
  way: Way = {},
): Promise<Delivered> {
  const { place, kind, asking } = openWay(given, parcel.secret, way);
  return kind.deliver(place, { ...parcel, deliveryId: 'one', facts: {} }, await asking);
}

/** Tests a place, as a worker does. @returns what was found */
export async function tryPlace(given: Given, way: Way = {}): Promise<string> {
  const { place, kind, asking } = openWay(given, 'kws_nothing', way);
  return kind.test(place, await asking);
}
