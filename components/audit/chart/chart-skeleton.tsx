import { Skeleton, SkeletonRegion } from '@/components/ui/skeleton';

/** As tall as the chart and the fields below it, so that nothing jumps. */
export const ChartSkeleton = () => (
  <SkeletonRegion label="Loading the chart">
    <Skeleton className="h-[8.5rem] rounded-lg" />
  </SkeletonRegion>
);
