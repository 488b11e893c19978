import { markReadAction } from '@/app/actions/notices';
import { ask } from '@/app/server/run';
import { MarkAllRead } from '@/components/notices/mark-all-read';
import { NoticeList } from '@/components/notices/notice-list';
import { paths } from '@/components/paths';
import { ButtonLink } from '@/components/ui/link';
import { LinkTabs } from '@/components/ui/link-tabs';
import { Page, PageHeader } from '@/components/ui/page-header';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { listNotices } from '@/domain/inbox/list-notices';

export const metadata = { title: 'Notices' };

const SHOWN = 50;

type Parameters = Record<string, string | string[] | undefined>;

export default async function NoticesPage(props: { searchParams: Promise<Parameters> }) {
  const { cursor, show } = await props.searchParams;
  const isUnread = show === 'unread';
  const at = typeof cursor === 'string' ? cursor : undefined;
  const told = await ask(listNotices, {
    limit: SHOWN,
    ...(isUnread && { unread: 'true' as const }),
    ...(at && { cursor: at }),
  });
  const header = (
    <PageHeader
      title="Notices"
      description="What you were told about your tokens and those of the groups you lead."
      actions={
        told.ok && !at && <MarkAllRead newest={newestOf(told.value)} markRead={markReadAction} />
      }
    />
  );
  if (!told.ok) {
    return (
      <Page>
        {header}
        <RefusedState refusal={told} operation={listNotices.operation} />
      </Page>
    );
  }
  const { items, nextCursor, unread } = told.value;
  const filter = isUnread ? 'unread' : undefined;
  return (
    <Page>
      {header}
      <LinkTabs
        label="Notices"
        current={isUnread ? 'unread' : 'all'}
        tabs={[
          { id: 'all', label: 'All' },
          { id: 'unread', label: 'Unread', count: unread },
        ]}
        hrefOf={(id) => paths.notices({ show: id === 'unread' ? id : undefined })}
      />
      {items.length === 0 ? (
        <NothingTold isUnread={isUnread} isPast={at !== undefined} />
      ) : (
        <NoticeList items={items} markRead={markReadAction} />
      )}
      {(at || nextCursor) && (
        <nav aria-label="More notices" className="flex justify-end gap-2">
          {at && <ButtonLink href={paths.notices({ show: filter })}>Newest</ButtonLink>}
          {nextCursor && (
            <ButtonLink href={paths.notices({ show: filter, cursor: nextCursor })}>
              Older
            </ButtonLink>
          )}
        </nav>
      )}
    </Page>
  );
}

/** What is read with "all" is what was there when the page was: a notice that comes later stays new. */
const newestOf = ({ items, unread }: { items: { id: string }[]; unread: number }) =>
  unread === 0 ? null : (items[0]?.id ?? null);

function NothingTold(props: { isUnread: boolean; isPast: boolean }) {
  if (props.isPast) return <EmptyState title="Nothing older" />;
  if (props.isUnread) {
    return <EmptyState title="You have read everything">What comes next is shown here.</EmptyState>;
  }
  return (
    <EmptyState
      title="Nothing has been told to you yet"
      actions={<ButtonLink href={paths.profile()}>Your groups and tokens</ButtonLink>}
    >
      Keyward writes here when a token of yours, or of a group you lead, is about to expire, was
      rotated, suspended or revoked.
    </EmptyState>
  );
}
