import { notFound } from 'next/navigation';
import { cache } from 'react';
import { ask } from '@/app/server/run';
import { getReview } from '@/domain/reviews/list-reviews';

/** The review of the address, asked once a request; unknown or out of reach is the not-found page. */
export const loadReview = cache(async (review: string) => {
  const found = await ask(getReview, { review });
  if (found.ok) return found.value;
  if (found.kind === 'not_found' || found.kind === 'invalid') notFound();
  throw new Error(`${found.code}: ${found.message}`);
});
