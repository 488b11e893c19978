import { DataTableSkeleton } from '@/components/data-table/data-table-skeleton';
import { Page, PageHeader } from '@/components/ui/page-header';

export default function AuditLoading() {
  return (
    <Page>
      <PageHeader
        title="Audit"
        description="Who changed what, and which group, through which token, called what, when."
      />
      <DataTableSkeleton label="Loading the log" />
    </Page>
  );
}
