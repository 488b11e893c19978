import { paths } from '@/components/paths';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Skeleton, SkeletonRegion } from '@/components/ui/skeleton';

export default function ExpiriesLoading() {
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ href: paths.tokens(), label: 'Tokens' }]}
        title="What ends when"
        description="Living tokens within your reach, by the day (UTC) on which they expire or retire."
      />
      <SkeletonRegion label="Counting the tokens">
        <div className="space-y-5">
          <Skeleton className="h-64 w-full" />
          <Skeleton className="h-80 w-full" />
        </div>
      </SkeletonRegion>
    </Page>
  );
}
