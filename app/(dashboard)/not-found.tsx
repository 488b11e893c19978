import { SearchX, Trash2 } from 'lucide-react';
import { paths } from '@/components/paths';
import { ButtonLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { deletedHere } from './deleted-here';

export const metadata = { title: 'Not found' };

export default async function NotFound() {
  const deleted = await deletedHere();
  return (
    <Page>
      <PageHeader title="Not found" />
      {deleted ? (
        <EmptyState
          icon={<Trash2 aria-hidden />}
          title={`${deleted.target.name ?? 'What was here'} was deleted`}
          actions={
            <ButtonLink href={paths.auditEvent(deleted.id)} variant="primary">
              See the change
            </ButtonLink>
          }
        >
          By {deleted.actor.name}, <RelativeTime date={deleted.at} />
          {deleted.reason ? `: ${deleted.reason}` : '.'}
        </EmptyState>
      ) : (
        <EmptyState
          icon={<SearchX aria-hidden />}
          title="There is nothing at this address any more, or it is out of your reach"
          actions={
            <ButtonLink href={paths.overview()} variant="primary">
              To the overview
            </ButtonLink>
          }
        >
          It may have been deleted since the link was made. Ask whoever sent it which group it
          needs.
        </EmptyState>
      )}
    </Page>
  );
}
