import { DeletedHere } from '@/components/audit/deleted-here';
import { Page, PageHeader } from '@/components/ui/page-header';

export const metadata = { title: 'Not found' };

/** Made along with every page, found or not: it asks nothing of the database. */
export default function NotFound() {
  return (
    <Page>
      <PageHeader title="Not found" />
      <DeletedHere />
    </Page>
  );
}
