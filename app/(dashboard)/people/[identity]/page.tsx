import { notFound } from 'next/navigation';
import {
  clearFactorsAction,
  handOverServiceAction,
  inviteIdentityAction,
  resumeIdentityAction,
  suspendIdentityAction,
  updateIdentityAction,
} from '@/app/actions/people';
import { loadActivity } from '@/app/server/load-activity';
import { loadWhy } from '@/app/server/load-why';
import { chosenTab } from '@/app/server/page-tabs';
import { mayEverywhere } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { TokensOf } from '@/app/token-lists/tokens-of';
import { AskWhy } from '@/components/access/ask-why';
import { Activity } from '@/components/audit/activity';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { Access } from '@/components/people/access';
import { ClearFactors } from '@/components/people/clear-factors';
import { EditIdentity } from '@/components/people/edit-identity';
import { HandOverService } from '@/components/people/hand-over-service';
import { InvitePerson } from '@/components/people/invite-person';
import { StopIdentity } from '@/components/people/stop-identity';
import { SuspendIdentity } from '@/components/people/suspend-identity';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ButtonLink, TextLink } from '@/components/ui/link';
import { LinkTabs } from '@/components/ui/link-tabs';
import { MonoId } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { RefusedState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import { explainIdentity } from '@/domain/access/explain-identity';
import type { Actor } from '@/domain/base/actor';
import { SETUP_LINK_HOURS } from '@/domain/credentials/credential-facts';
import type { IdentityView } from '@/domain/identities/identity-view';
import { listMade } from '@/domain/identities/list-made';
import { listSessions } from '@/domain/sessions/list-sessions';
import { listTokens } from '@/domain/tokens/list-tokens';
import { loadIdentity, withinReach } from '../load-identity';
import { OperationsOf } from './operations-of';
import { identityRefusals } from './refusals';
import { SessionsTab } from './sessions-tab';

type PersonPageProps = {
  params: Promise<{ identity: string }>;
  searchParams: Promise<PageSearchParams>;
};

const tabs = {
  access: AccessTab,
  tokens: TokensTab,
  sessions: SessionsTab,
  activity: ActivityTab,
};

const load = async (props: PersonPageProps) =>
  loadIdentity(decodeURIComponent((await props.params).identity));

export async function generateMetadata(props: PersonPageProps) {
  return { title: `${(await load(props)).name}: ${await chosenTab(tabs, props.searchParams)}` };
}

export default async function PersonPage(props: PersonPageProps) {
  const actor = await requireActor();
  const identity = withinReach(actor, await load(props));
  const tab = await chosenTab(tabs, props.searchParams);
  const Tab = tabs[tab];
  if (tab === 'sessions' && identity.type === 'service') notFound();
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ href: paths.people(), label: 'People' }]}
        title={identity.name}
        status={
          <>
            <StatusBadge status={identity.state} boxed />
            {identity.type === 'service' && <Badge>Service account</Badge>}
            {identity.id === actor.id && <Badge tone="accent">You</Badge>}
          </>
        }
        description={<Facts identity={identity} />}
        actions={<Actions actor={actor} identity={identity} />}
      />
      <LinkTabs
        label={identity.name}
        current={tab}
        tabs={tabsOf(actor, identity)}
        hrefOf={(id) => paths.person(identity.id, id)}
      />
      {identity.state === 'suspended' && (
        <Notice tone="warn" title={`${identity.name} is suspended`}>
          No token of theirs works and they can’t sign in, whatever their groups give.
        </Notice>
      )}
      <Tab identity={identity} searchParams={await props.searchParams} />
    </Page>
  );
}

function Facts(props: { identity: IdentityView }) {
  const { identity } = props;
  return (
    <>
      <span className="min-w-0 break-all">{identity.email ?? identity.slug}</span>
      <MonoId id={identity.id} noun="id" short />
      {identity.owner && (
        <span>
          Belongs to{' '}
          <TextLink href={paths.group(identity.owner.slug)}>{identity.owner.name}</TextLink>
        </span>
      )}
      {identity.type === 'person' && (
        <span>
          {identity.lastSeenAt ? (
            <>
              Last seen <RelativeTime date={identity.lastSeenAt} />
            </>
          ) : identity.hasPassword ? (
            'Not signed in yet'
          ) : (
            'Has set no password yet'
          )}
        </span>
      )}
    </>
  );
}

async function Actions(props: { actor: Actor; identity: IdentityView }) {
  const { identity } = props;
  const { id } = identity;
  const refusals = identityRefusals(props.actor, identity);
  return (
    <>
      <EditIdentity
        identity={identity}
        refusal={refusals.update}
        update={updateIdentityAction.bind(null, id)}
      />
      {identity.type === 'service' && (
        <HandOverService
          service={identity}
          refusal={refusals.handOver}
          handOver={handOverServiceAction.bind(null, id)}
        />
      )}
      {identity.type === 'person' && (
        <InvitePerson
          person={identity}
          refusal={refusals.invite}
          linkHours={SETUP_LINK_HOURS}
          invite={inviteIdentityAction.bind(null, id)}
        />
      )}
      {identity.hasSecondFactor && (
        <ClearFactors
          identity={identity}
          refusal={refusals.clearFactors}
          clear={clearFactorsAction.bind(null, id)}
        />
      )}
      <SuspendIdentity
        identity={identity}
        refusal={identity.state === 'active' ? refusals.suspend : refusals.resume}
        suspend={suspendIdentityAction.bind(null, id)}
        resume={resumeIdentityAction.bind(null, id)}
      />
      {identity.type === 'person' &&
        (refusals.offboard ? (
          <Button disabledReason={refusals.offboard}>Offboard</Button>
        ) : (
          <ButtonLink href={paths.personOffboard(id)}>Offboard</ButtonLink>
        ))}
      {(await isAnythingLeft(identity)) && (
        <StopIdentity identity={identity} refusal={refusals.stop} />
      )}
    </>
  );
}

/** Whether stopping them would end anything: a token that could work again, a session, what they made for others. */
async function isAnythingLeft({ id, liveTokenCount, openSessionCount }: IdentityView) {
  if (liveTokenCount > 0 || openSessionCount > 0) return true;
  const [unended, made] = await Promise.all([
    askIfAllowed(listTokens, { identity: id, status: ['suspended', 'blocked', 'idle'], limit: 1 }),
    askIfAllowed(listMade, { identity: id }),
  ]);
  // What can't be read may be there.
  if (!unended.ok || !made.ok) return true;
  return unended.value.total > 0 || made.value.tokens.length > 0;
}

function tabsOf(actor: Actor, identity: IdentityView) {
  // A count covers all there is: who would see a part of the list sees none.
  const seesAll = (query: typeof listTokens | typeof listSessions) =>
    identity.id === actor.id || mayEverywhere(actor, query);
  return [
    { id: 'access', label: 'Access' },
    {
      id: 'tokens',
      label: 'Tokens',
      count: seesAll(listTokens) ? identity.liveTokenCount : undefined,
    },
    ...(identity.type === 'person'
      ? [
          {
            id: 'sessions',
            label: 'Sessions',
            count: seesAll(listSessions) ? identity.openSessionCount : undefined,
          },
        ]
      : []),
    { id: 'activity', label: 'Activity' },
  ];
}

function TokensTab(props: { identity: IdentityView; searchParams: PageSearchParams }) {
  return (
    <TokensOf
      filter={{ identity: props.identity.id }}
      searchParams={props.searchParams}
      empty={{
        title: `No living token acts for ${props.identity.name}`,
        text: 'One is created in a group that they are a member of.',
      }}
    />
  );
}

async function AccessTab(props: { identity: IdentityView; searchParams: PageSearchParams }) {
  const { id, name } = props.identity;
  const access = await askIfAllowed(explainIdentity, { identity: id });
  if (!access.ok) return <RefusedState refusal={access} operation={explainIdentity.operation} />;
  return (
    <>
      <AskWhy
        subject={name}
        tab="access"
        {...(await loadWhy(props.searchParams, { identity: id }))}
      />
      <Access name={name} access={access.value} />
      {access.value.memberships.length > 0 && (
        <OperationsOf identity={props.identity} searchParams={props.searchParams} />
      )}
    </>
  );
}

async function ActivityTab(props: { identity: IdentityView }) {
  const { id, name } = props.identity;
  const deeds = `actor:${id}`;
  const changes = `target:${id}`;
  const [done, changed] = await Promise.all([loadActivity(deeds), loadActivity(changes)]);
  return (
    <>
      <Activity
        title={`Changes by ${name}`}
        description="What they did, or tried to do, through the control plane."
        query={deeds}
        result={done}
        empty={{
          title: `${name} has changed nothing yet`,
          text: 'What they change, and what is denied to them, is listed here.',
        }}
      />
      {changed.status === 'ok' && (
        <Activity
          title={`Changes to ${name}`}
          description="The account itself: created, renamed, suspended, stopped."
          query={changes}
          result={changed}
          empty={{
            title: 'Nobody has changed this account',
            text: 'Who renames, suspends or stops it is listed here.',
          }}
        />
      )}
    </>
  );
}
