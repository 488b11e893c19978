import { notFound } from 'next/navigation';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { ChangeEffects } from '@/components/requests/change-effects';
import { DecideRequest } from '@/components/requests/decide-request';
import { GivenRights, RequestFacts } from '@/components/requests/request-facts';
import { REQUEST_STATUS } from '@/components/requests/request-words';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RefusedState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import { approveRequest } from '@/domain/requests/approve-request';
import { denyRequest } from '@/domain/requests/deny-request';
import { getRequest } from '@/domain/requests/get-request';
import { isOwn, requestTarget } from '@/domain/requests/request-facts';
import { approveAction, denyAction, withdrawAction } from '../actions';

export const metadata = { title: 'Request' };

export default async function RequestPage(props: { params: Promise<{ request: string }> }) {
  const actor = await requireActor();
  const { request: id } = await props.params;
  const found = await ask(getRequest, { request: id });
  if (!found.ok) {
    if (found.kind === 'not_found') notFound();
    return (
      <Page>
        <RefusedState refusal={found} operation={getRequest.operation} />
      </Page>
    );
  }
  const request = found.value;
  const target = requestTarget(request);
  const isOpen = request.state === 'open';
  return (
    <Page>
      <PageHeader
        title={request.title}
        status={<StatusBadge boxed status={REQUEST_STATUS[request.state]} />}
        breadcrumb={[{ href: paths.requests(), label: 'Requests' }]}
        actions={
          isOpen && (
            <DecideRequest
              request={request}
              refusals={{
                approve: whyNot(actor, approveRequest, target, request),
                deny: whyNot(actor, denyRequest, target, request),
              }}
              approve={approveAction.bind(null, request.id)}
              deny={denyAction.bind(null, request.id)}
              withdraw={isOwn(actor, request) ? withdrawAction.bind(null, request.id) : null}
            />
          )
        }
      />
      {request.waitsFor && (
        <Notice tone="info" title="Approved once: it waits for a second administrator">
          <TextLink href={paths.request(request.waitsFor)}>The change that waits</TextLink>
        </Notice>
      )}
      {request.fulfils && (
        <Notice title="It fulfils a request for access">
          <TextLink href={paths.request(request.fulfils)}>What was asked for</TextLink>
        </Notice>
      )}
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <RequestFacts request={request} />
        <GivenRights request={request} />
      </div>
      {request.kind === 'change' && <ChangeEffects effects={request.effects} />}
    </Page>
  );
}
