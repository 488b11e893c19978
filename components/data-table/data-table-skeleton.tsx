import { Skeleton, SkeletonRegion } from '@/components/ui/skeleton';

/** Toolbar and rows while a list loads; as tall as the real thing, so nothing jumps. */
export function DataTableSkeleton(props: { rows?: number; label?: string }) {
  return (
    <SkeletonRegion label={props.label ?? 'Loading the list'}>
      <div className="flex flex-col gap-3">
        <Skeleton className="h-8 w-72 max-w-full" />
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          <div className="h-8 bg-sunken" />
          {Array.from({ length: props.rows ?? 12 }, (_, index) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: identical bars
              key={index}
              className="flex h-(--row-height) items-center gap-8 border-b border-line px-3 last:border-b-0"
            >
              <Skeleton className="h-3 w-1/4" />
              <Skeleton className="h-3 w-1/6" />
              <Skeleton className="h-3 w-1/5 max-md:hidden" />
              <Skeleton className="ml-auto h-3 w-20" />
            </div>
          ))}
        </div>
      </div>
    </SkeletonRegion>
  );
}
