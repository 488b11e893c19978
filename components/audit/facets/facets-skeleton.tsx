import { Skeleton, SkeletonRegion } from '@/components/ui/skeleton';

/** Where the values will be that one narrows the list by. */
export const FacetsSkeleton = () => (
  <SkeletonRegion label="Counting">
    <div className="space-y-2">
      {Array.from({ length: 12 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical bars
        <Skeleton key={index} className="h-5" />
      ))}
    </div>
  </SkeletonRegion>
);
