import { classNames } from '@/components/class-names';

/** One grey bar; give it height and width by class. Wrap groups in `SkeletonRegion`. */
export function Skeleton(props: { className?: string }) {
  return <span className={classNames('skeleton block', props.className ?? 'h-4 w-full')} />;
}

/** Announces loading once, and hides the bars from screen readers. */
export function SkeletonRegion(props: { label?: string; children: React.ReactNode }) {
  return (
    <div role="status">
      <span className="sr-only">{props.label ?? 'Loading'}</span>
      <div aria-hidden>{props.children}</div>
    </div>
  );
}

/** Loading state of a whole list or detail page, for `loading.tsx`. */
export function PageSkeleton() {
  return (
    <SkeletonRegion>
      <div className="mx-auto flex max-w-[90rem] flex-col gap-5 px-4 py-5 sm:px-6 lg:px-8">
        <div className="space-y-2">
          <Skeleton className="h-7 w-48" />
          <Skeleton className="h-4 w-80 max-w-full" />
        </div>
        <Skeleton className="h-8 w-72 max-w-full" />
        <div className="space-y-px overflow-hidden rounded-lg border border-line bg-surface">
          {Array.from({ length: 10 }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: identical bars
            <div key={index} className="flex h-9 items-center gap-6 px-4">
              <Skeleton className="h-3 w-1/4" />
              <Skeleton className="h-3 w-1/6" />
              <Skeleton className="h-3 w-1/5" />
              <Skeleton className="ml-auto h-3 w-16" />
            </div>
          ))}
        </div>
      </div>
    </SkeletonRegion>
  );
}
