import { mayAnywhere } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { RequestList } from '@/components/requests/request-list';
import { ButtonLink } from '@/components/ui/link';
import { LinkTabs } from '@/components/ui/link-tabs';
import { Page, PageHeader } from '@/components/ui/page-header';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { approveRequest } from '@/domain/requests/approve-request';
import { listRequests } from '@/domain/requests/list-requests';

export const metadata = { title: 'Requests' };

type Parameters = Record<string, string | string[] | undefined>;
type Show = 'waiting' | 'own' | 'decided';

const TABS = [
  { id: 'waiting', label: 'Waiting for you' },
  { id: 'own', label: 'Your own' },
  { id: 'decided', label: 'Decided' },
] as const;
const INPUTS = {
  waiting: { state: 'open', of: 'others' },
  own: { of: 'own' },
  decided: { state: 'closed', of: 'others' },
} as const;

export default async function RequestsPage(props: { searchParams: Promise<Parameters> }) {
  const actor = await requireActor();
  const { show, cursor } = await props.searchParams;
  const decides = mayAnywhere(actor, approveRequest);
  const tabs = decides ? TABS : TABS.filter(({ id }) => id === 'own');
  const current: Show = tabs.find(({ id }) => id === show)?.id ?? tabs[0]?.id ?? 'own';
  const at = typeof cursor === 'string' ? cursor : undefined;
  const found = await ask(listRequests, { ...INPUTS[current], ...(at && { cursor: at }) });
  const askFor = (
    <ButtonLink variant="primary" href={paths.requestNew()}>
      Ask for access
    </ButtonLink>
  );
  const hrefOf = (tab: string | undefined) => paths.requests({ show: tab });
  return (
    <Page>
      <PageHeader
        title="Requests"
        description="Access that people ask for, and changes that wait for a second administrator."
        actions={askFor}
      />
      {tabs.length > 1 && (
        <LinkTabs label="Requests" tabs={tabs} current={current} hrefOf={hrefOf} />
      )}
      {!found.ok ? (
        <RefusedState
          refusal={found}
          operation={listRequests.operation}
          title="The requests can’t be listed"
        />
      ) : found.value.items.length === 0 ? (
        <NothingHere show={current} isPast={at !== undefined} />
      ) : (
        <RequestList
          label={tabs.find(({ id }) => id === current)?.label ?? 'Requests'}
          items={found.value.items}
        />
      )}
      {found.ok && (at || found.value.nextCursor) && (
        <nav aria-label="More requests" className="flex justify-end gap-2">
          {at && <ButtonLink href={paths.requests({ show: current })}>Newest</ButtonLink>}
          {found.value.nextCursor && (
            <ButtonLink href={paths.requests({ show: current, cursor: found.value.nextCursor })}>
              Older
            </ButtonLink>
          )}
        </nav>
      )}
    </Page>
  );
}

function NothingHere(props: { show: Show; isPast: boolean }) {
  if (props.isPast) return <EmptyState title="Nothing older" />;
  if (props.show === 'waiting') {
    return (
      <EmptyState title="Nothing waits for you">
        When somebody asks for a group that you lead or administer, it is listed here with the
        rights that it would give.
      </EmptyState>
    );
  }
  if (props.show === 'decided') return <EmptyState title="Nothing was decided yet" />;
  return (
    <EmptyState title="You have asked for nothing yet">
      Ask for a group, or for the operations that you must call. Its leads decide.
    </EmptyState>
  );
}
