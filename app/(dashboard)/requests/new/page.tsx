import { whyNot } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { AskForm } from '@/components/requests/ask-form';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RefusedState } from '@/components/ui/states';
import { createRequest } from '@/domain/requests/create-request';
import { getRequestTerms } from '@/domain/requests/request-terms';
import { askForAccessAction } from '../actions';

export const metadata = { title: 'Ask for access' };

export default async function AskPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const actor = await requireActor();
  const { group, operation } = await props.searchParams;
  const own = { type: 'request', id: null, name: null, identityId: actor.id } as const;
  const refused = whyNot(actor, createRequest, own);
  const terms = await askIfAllowed(getRequestTerms, {});
  return (
    <Page narrow>
      <PageHeader
        title="Ask for access"
        breadcrumb={[{ href: paths.requests(), label: 'Requests' }]}
        description="Nothing is given until somebody who may give it approves."
      />
      {refused === undefined ? (
        <AskForm
          action={askForAccessAction}
          maxAccessSeconds={terms.ok ? terms.value.maxAccessSeconds : null}
          group={typeof group === 'string' ? group : undefined}
          operation={typeof operation === 'string' ? operation : undefined}
        />
      ) : (
        <RefusedState operation={createRequest.operation} />
      )}
    </Page>
  );
}
