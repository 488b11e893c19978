import { offboardAction } from '@/app/actions/offboard';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { Holdings } from '@/components/people/holdings';
import { OffboardForm } from '@/components/people/offboard-form';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RefusedState } from '@/components/ui/states';
import { offboardIdentity } from '@/domain/effects/offboard-identity';
import { identityTarget } from '@/domain/identities/identity-facts';
import { listHoldings } from '@/domain/identities/list-holdings';
import { listMade } from '@/domain/identities/list-made';
import { loadIdentity } from '../../load-identity';

type OffboardProps = { params: Promise<{ identity: string }> };

const load = async (props: OffboardProps) =>
  loadIdentity(decodeURIComponent((await props.params).identity));

export async function generateMetadata(props: OffboardProps) {
  return { title: `Offboard ${(await load(props)).name}` };
}

/** What somebody who leaves holds, what stops with it, and the one button that ends it all. */
export default async function OffboardPage(props: OffboardProps) {
  const actor = await requireActor();
  const identity = await load(props);
  const { id, name } = identity;
  const header = (
    <PageHeader
      breadcrumb={[
        { href: paths.people(), label: 'People' },
        { href: paths.person(id), label: name },
      ]}
      title={`Offboard ${name}`}
      description="Everything they hold ends at once, in one change."
    />
  );
  if (whyNot(actor, offboardIdentity, identityTarget(identity))) {
    return (
      <Page>
        {header}
        <RefusedState operation={offboardIdentity.operation} />
      </Page>
    );
  }
  const [holdings, made] = await Promise.all([
    ask(listHoldings, { identity: id }),
    ask(listMade, { identity: id }),
  ]);
  if (!holdings.ok || !made.ok) {
    const { operation } = holdings.ok ? listMade : listHoldings;
    const refusal = holdings.ok ? made : holdings;
    return (
      <Page>
        {header}
        <RefusedState {...(!refusal.ok && { refusal })} operation={operation} />
      </Page>
    );
  }
  return (
    <Page>
      {header}
      <Holdings name={name} holdings={holdings.value} made={made.value} />
      <OffboardForm
        identity={identity}
        isSelf={id === actor.id}
        leads={holdings.value.memberships
          .filter(({ onlyLead }) => onlyLead)
          .map(({ group }) => group)}
        madeTokens={made.value.tokens}
        services={holdings.value.serviceAccounts}
        offboard={offboardAction.bind(null, id)}
      />
    </Page>
  );
}
