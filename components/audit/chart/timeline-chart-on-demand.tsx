'use client';

import dynamic from 'next/dynamic';
import { ChartSkeleton } from './chart-skeleton';

/** Asked for once the page stands: the rows don't wait for it. */
export const TimelineChart = dynamic(async () => (await import('./timeline-chart')).TimelineChart, {
  loading: ChartSkeleton,
});
