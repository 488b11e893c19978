import { inviteIdentityAction, revokeInvitationAction } from '@/app/actions/people';
import { loadList } from '@/app/server/load-list';
import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { InvitationsTable } from '@/components/people/invitations-table';
import { Page, PageHeader } from '@/components/ui/page-header';
import { everything } from '@/domain/base/target';
import { SETUP_LINK_HOURS } from '@/domain/credentials/credential-facts';
import { createIdentity } from '@/domain/identities/create-identity';
import { listInvitations } from '@/domain/identities/list-invitations';
import { revokeInvitation } from '@/domain/identities/revoke-invitation';
import { inviteIdentity } from '@/domain/setup/invite-identity';

export const metadata = { title: 'Open invitations' };

/** One-time links that are still on their way: revoked, or made anew. */
export default async function InvitationsPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const anybody = everything('identity');
  const { result } = await loadList(listInvitations, {
    params: await props.searchParams,
    input: () => ({}),
  });
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ href: paths.people(), label: 'People' }]}
        title="Open invitations"
        description="One-time links that nobody has used yet. Each sets a password, once, and runs out by itself."
      />
      <InvitationsTable
        result={result}
        linkHours={SETUP_LINK_HOURS}
        refusals={{
          revoke: whyNot(actor, revokeInvitation, anybody),
          invite: whyNot(actor, inviteIdentity, anybody),
          create: whyNot(actor, createIdentity, anybody),
        }}
        revoke={revokeInvitationAction}
        invite={inviteIdentityAction}
      />
    </Page>
  );
}
