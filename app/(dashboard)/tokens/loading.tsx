import { DataTableSkeleton } from '@/components/data-table/data-table-skeleton';
import { Page, PageHeader } from '@/components/ui/page-header';

export default function TokensLoading() {
  return (
    <Page>
      <PageHeader
        title="Tokens"
        description="Each acts for one identity in one group, and opens what that group’s scopes hold now."
      />
      <DataTableSkeleton label="Loading tokens" />
    </Page>
  );
}
