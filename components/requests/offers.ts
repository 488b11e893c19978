import type { z } from 'zod';
import { question } from '@/components/asking/question';
import { hindranceTo } from '@/domain/requests/extending';
import type { findOperations, listOffers, Offer } from '@/domain/requests/offers';

export type { Offer };
export type FoundOperation = z.output<typeof findOperations.output>['items'][number];

/** Groups that can be asked for; those that have all of some operations come smallest first. */
export const offersQuestion = question<z.input<typeof listOffers.input>, Offer[]>('offers');

/** Operations by part of their name, method or path. */
export const operationsQuestion = question<string, FoundOperation[]>('askableOperations');

/** Why a group can't be asked for here; undefined where it can. */
export function refusalOf(offer: Offer): string | undefined {
  const { name, managedBy } = offer;
  const hindrance = hindranceTo(offer);
  if (hindrance === null) return undefined;
  return hindrance === 'already_member'
    ? `You are in ${name} already`
    : `${managedBy.join(' and ')} says who is in ${name}: ask whoever manages your groups there`;
}
