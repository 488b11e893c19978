import { SearchX } from 'lucide-react';
import { paths } from '@/components/paths';
import { ButtonLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page-header';
import { EmptyState } from '@/components/ui/states';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <Page>
      <PageHeader title="Not found" />
      <EmptyState
        icon={<SearchX aria-hidden />}
        title="There is nothing at this address, or it is out of your reach"
        actions={
          <ButtonLink href={paths.overview()} variant="primary">
            To the overview
          </ButtonLink>
        }
      >
        Ask whoever sent the link which group it needs.
      </EmptyState>
    </Page>
  );
}
