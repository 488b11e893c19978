import { addSampleAction } from '@/app/actions/sample';
import { mayEverywhere } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { LostChangesNotice } from '@/app/stopping/lost-changes-notice';
import { AddSample } from '@/components/overview/add-sample';
import { GettingStarted, isSetUp } from '@/components/overview/getting-started';
import { homeOf } from '@/components/overview/home-of';
import { TokenFinder } from '@/components/respond/token-finder-on-demand';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { createApi } from '@/domain/apis/create-api';
import { rolesOf } from '@/domain/base/actor';
import { getOverview, type Overview } from '@/domain/overview/get-overview';
import { listTokens } from '@/domain/tokens/list-tokens';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { Attention } from './home/attention';
import { MyGroups, RequestsWaiting } from './home/led-groups';
import { Decisions, Fleet, Risky } from './home/numbers';
import { MyLeads, MyTokens } from './home/own-things';

export const metadata = { title: 'Overview' };

export default async function OverviewPage() {
  const actor = await requireActor();
  // Not awaited here: what else the page asks is asked at the same time.
  const overview = readOverview();
  const home = homeOf({
    setsUp: mayEverywhere(actor, createApi),
    stops: mayEverywhere(actor, revokeToken),
    seesAll: mayEverywhere(actor, listTokens),
    leads: rolesOf(actor).leadOf.size > 0,
  });
  const attention = <Attention actor={actor} overview={overview} />;
  return (
    <Page>
      <PageHeader title="Overview" description={home.description} />
      <LostChangesNotice />
      {home.finds && (
        <Section title="What leaked?">
          <TokenFinder ip={undefined} />
        </Section>
      )}
      <FirstSteps overview={overview} />
      {home.isWhole ? (
        <>
          {attention}
          <Decisions overview={overview} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <Risky overview={overview} />
            <Fleet />
          </div>
        </>
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="space-y-4">
            {home.leads && <MyGroups actor={actor} />}
            {attention}
            <MyTokens actor={actor} />
          </div>
          <div className="space-y-4">
            {home.leads && <RequestsWaiting />}
            <MyLeads actor={actor} />
          </div>
        </div>
      )}
    </Page>
  );
}

async function readOverview(): Promise<Overview> {
  const found = await ask(getOverview, {});
  if (!found.ok) throw new Error(`the overview was refused: ${found.message}`);
  return found.value;
}

/** The way to a first token, until it was gone. */
async function FirstSteps({ overview }: { overview: Promise<Overview> }) {
  const { firstSteps: steps } = await overview;
  if (!steps || isSetUp(steps)) return null;
  return (
    <Section title="From here to a first token" flush>
      <GettingStarted steps={steps} sample={!steps.api && <AddSample add={addSampleAction} />} />
    </Section>
  );
}
