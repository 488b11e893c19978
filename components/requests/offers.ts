import type { z } from 'zod';
import { question } from '@/components/asking/question';
import type { findOperations, listOffers, Offer } from '@/domain/requests/offers';

export type { Offer };
export type FoundOperation = z.output<typeof findOperations.output>['items'][number];

/** Groups that can be asked for; those that have all of some operations come smallest first. */
export const offersQuestion = question<z.input<typeof listOffers.input>, Offer[]>('offers');

/** Operations by part of their name, method or path. */
export const operationsQuestion = question<string, FoundOperation[]>('askableOperations');

/** Why a group can't be asked for here; undefined where it can. */
export function refusalOf({ isMember, endsAt, managedBy, name }: Offer): string | undefined {
  if (isMember && endsAt === null) return `You are in ${name} already`;
  if (managedBy.length === 0 || endsAt !== null) return undefined;
  return `${managedBy.join(' and ')} says who is in ${name}: ask whoever manages your groups there`;
}
