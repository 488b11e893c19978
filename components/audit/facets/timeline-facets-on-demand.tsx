'use client';

import dynamic from 'next/dynamic';
import { FacetsSkeleton } from './facets-skeleton';

/** Counted once the page stands: the rows don't wait for it. */
export const TimelineFacets = dynamic(
  async () => (await import('./timeline-facets')).TimelineFacets,
  { loading: FacetsSkeleton },
);
