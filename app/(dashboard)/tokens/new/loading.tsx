import { paths } from '@/components/paths';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Skeleton, SkeletonRegion } from '@/components/ui/skeleton';

const fields = ['name', 'group', 'identity', 'scopes', 'lifetime'];

export default function NewTokenLoading() {
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ href: paths.tokens(), label: 'Tokens' }]}
        title="Create token"
        description="Its secret is shown once, right after."
      />
      <SkeletonRegion label="Loading the form">
        <div className="grid gap-6 lg:grid-cols-[minmax(0,36rem)_minmax(0,1fr)]">
          <div className="space-y-5 rounded-lg border border-line bg-surface p-4">
            {fields.map((field) => (
              <div key={field} className="space-y-2">
                <Skeleton className="h-3 w-24" />
                <Skeleton className="h-8 w-full" />
              </div>
            ))}
          </div>
          <Skeleton className="h-64 w-full" />
        </div>
      </SkeletonRegion>
    </Page>
  );
}
