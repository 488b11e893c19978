import { renameSelfAction } from '@/app/actions/people';
import { endOtherSessionsAction, endSessionAction } from '@/app/actions/settings';
import { loadEndings } from '@/app/server/load-endings';
import { chosenTab } from '@/app/server/page-tabs';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { TokensOf } from '@/app/token-lists/tokens-of';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { MembershipLine } from '@/components/people/membership-line';
import { OwnName } from '@/components/people/own-name';
import { OwnSessions } from '@/components/settings/own-sessions';
import { ButtonLink } from '@/components/ui/link';
import { LinkTabs } from '@/components/ui/link-tabs';
import { MonoId } from '@/components/ui/mono-id';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { EmptyState } from '@/components/ui/states';
import { explainIdentity } from '@/domain/access/explain-identity';
import { getIdentity } from '@/domain/identities/get-identity';
import { endSession } from '@/domain/sessions/end-session';
import { listSessions } from '@/domain/sessions/list-sessions';

export const metadata = { title: 'Your profile' };

const MOST_SESSIONS = 200;
const tabs = { access: AccessTab, tokens: TokensTab, security: SecurityTab };
const labels = [
  { id: 'access', label: 'Access' },
  { id: 'tokens', label: 'Tokens' },
  { id: 'security', label: 'Account' },
] as const;

type ProfileProps = { searchParams: Promise<PageSearchParams> };

/** What is one's own: the account, memberships, tokens and sessions. */
export default async function ProfilePage(props: ProfileProps) {
  const actor = await requireActor();
  const self = await ask(getIdentity, { identity: actor.id });
  if (!self.ok) throw new Error(`your own account cannot be read: ${self.message}`);
  const tab = await chosenTab(tabs, props.searchParams);
  const Tab = tabs[tab];
  return (
    <Page>
      <PageHeader
        title={self.value.name}
        description={
          <>
            <span className="min-w-0 break-all">{self.value.email}</span>
            <MonoId id={self.value.id} noun="id" short />
          </>
        }
      />
      <LinkTabs
        label="Your profile"
        current={tab}
        tabs={labels}
        hrefOf={(id) => paths.profile(id)}
      />
      <Tab searchParams={await props.searchParams} />
    </Page>
  );
}

async function AccessTab() {
  const { id } = await requireActor();
  const access = await ask(explainIdentity, { identity: id });
  if (!access.ok) throw new Error(`your own access cannot be read: ${access.message}`);
  const { memberships } = access.value;
  const endings = await loadEndings(memberships);
  return (
    <Section
      title="Your groups"
      description="What you may do comes through them alone, and ends with each at its date."
      flush
    >
      {memberships.length === 0 ? (
        <EmptyState
          title="You are in no group"
          actions={<ButtonLink href={paths.requestNew()}>Ask for access</ButtonLink>}
        >
          So you can do nothing yet. A lead of a group, or an administrator, can add you.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {memberships.map((membership) => (
            <MembershipLine
              key={membership.group.id}
              membership={membership}
              own={{ ending: endings.get(membership.group.id) }}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

async function TokensTab(props: { searchParams: PageSearchParams }) {
  const { id } = await requireActor();
  return (
    <TokensOf
      filter={{ identity: id }}
      searchParams={props.searchParams}
      empty={{
        title: 'No living token acts for you',
        text: 'With one, a program of yours can call what a group of yours opens.',
      }}
    />
  );
}

async function SecurityTab() {
  const actor = await requireActor();
  const own = await ask(listSessions, { identity: actor.id, limit: MOST_SESSIONS });
  if (!own.ok) throw new Error(`your sessions cannot be read: ${own.message}`);
  const target = { type: 'session' as const, id: null, name: null, identityId: actor.id };
  const endRefusal = whyNot(actor, endSession, target, { endedAt: null }) ?? null;
  const rows = own.value.items.map(({ identity, ...session }) => ({
    ...session,
    person: identity,
    current: session.id === actor.via.id,
    endRefusal,
  }));
  return (
    <>
      <OwnName name={actor.name} rename={renameSelfAction} />
      <Section title="Password" description="Changing it ends every other session of yours.">
        <ButtonLink href={paths.settings('password')}>Change password</ButtonLink>
      </Section>
      <OwnSessions rows={rows} end={endSessionAction} endOthers={endOtherSessionsAction} />
    </>
  );
}
