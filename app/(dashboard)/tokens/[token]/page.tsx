import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { chosenTab } from '@/app/server/page-tabs';
import { ask, askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { tokenActions } from '@/app/token-lists/token-actions';
import { toTokenRow } from '@/app/token-lists/token-rows';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { Approval } from '@/components/tokens/approval';
import { TokenHeaderActions } from '@/components/tokens/detail/token-header-actions';
import { IdentityName } from '@/components/tokens/identity-name';
import { RotationNotice } from '@/components/tokens/rotation/rotation-notice';
import { TokenStatus } from '@/components/tokens/token-status';
import { TextLink } from '@/components/ui/link';
import { LinkTabs } from '@/components/ui/link-tabs';
import { MonoId, TokenHint } from '@/components/ui/mono-id';
import { Page, PageHeader } from '@/components/ui/page-header';
import { PrivilegedMark } from '@/components/ui/privileged-mark';
import { Expiry } from '@/components/ui/relative-time';
import { RefusedState } from '@/components/ui/states';
import { getToken } from '@/domain/tokens/get-token';
import { listTokens } from '@/domain/tokens/list-tokens';
import type { TokenView } from '@/domain/tokens/token-view';
import { AccessTab } from './access-tab';
import { ActivityTab } from './activity-tab';
import { LineageTab } from './lineage-tab';
import { ScheduleTab } from './schedule-tab';
import { UsageTab } from './usage-tab';

type Props = { params: Promise<{ token: string }>; searchParams: Promise<PageSearchParams> };

const tabs = {
  access: { Tab: AccessTab, label: 'Access' },
  usage: { Tab: UsageTab, label: 'Usage' },
  lineage: { Tab: LineageTab, label: 'Lineage' },
  schedule: { Tab: ScheduleTab, label: 'Schedule' },
  activity: { Tab: ActivityTab, label: 'Activity' },
};
const links = Object.entries(tabs).map(([id, { label }]) => ({ id, label }));

const readToken = cache((token: string) => ask(getToken, { token }));

export async function generateMetadata(props: Props): Promise<Metadata> {
  const token = await readToken((await props.params).token);
  return { title: token.ok ? token.value.name : 'Token' };
}

export default async function TokenPage(props: Props) {
  const actor = await requireActor();
  const token = await readToken((await props.params).token);
  if (!token.ok) {
    if (token.kind !== 'forbidden') notFound();
    return <RefusedState refusal={token} operation={getToken.operation} />;
  }
  const tab = await chosenTab(tabs, props.searchParams);
  const { Tab } = tabs[tab];
  const view = token.value;
  const row = toTokenRow(actor, view);
  const asksRotation = (await props.searchParams).ask === 'rotate';
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ href: paths.tokens(), label: 'Tokens' }]}
        title={view.name}
        status={<TokenStatus token={view} boxed />}
        description={<Facts token={view} />}
        actions={
          <TokenHeaderActions token={row} actions={tokenActions} asksRotation={asksRotation} />
        }
      />
      {view.status === 'awaiting' && <Approval token={row} />}
      {view.retiresAt && <RotationNotice token={view} family={await familyOf(view)} />}
      <LinkTabs
        label="Token"
        current={tab}
        tabs={links}
        hrefOf={(id) => paths.token(view.id, id)}
      />
      <Tab token={row} searchParams={await props.searchParams} />
    </Page>
  );
}

/** Null where the reader may not list it. */
async function familyOf({ familyId }: TokenView) {
  const family = await askIfAllowed(listTokens, { family: familyId, limit: 200 });
  return family.ok ? family.value.items : null;
}

/** Ended before its time: when it would have expired says nothing any more. */
const hasEnded = ({ status }: TokenView) => status === 'revoked' || status === 'retired';

function Facts({ token }: { token: TokenView }) {
  return (
    <>
      <IdentityName identity={token.identity} />
      <span className="min-w-0">
        in <TextLink href={paths.group(token.group.slug)}>{token.group.name}</TextLink>{' '}
        <PrivilegedMark group={token.group} />
      </span>
      {!hasEnded(token) && (
        <span>
          {Date.parse(token.expiresAt) > Date.now() && 'expires '}
          <Expiry date={token.expiresAt} soonDays={token.status === 'expiring' ? 7 : 0} />
        </span>
      )}
      <TokenHint prefix={token.prefix} first={token.first4} last={token.last4} />
      {token.parentId && (
        <span>
          {token.actsAs} acts with it, made from{' '}
          <TextLink href={paths.token(token.parentId)}>another token</TextLink>
        </span>
      )}
      <MonoId id={token.id} noun="token id" />
    </>
  );
}
