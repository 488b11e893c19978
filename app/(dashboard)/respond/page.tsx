import { LockKeyhole } from 'lucide-react';
import { mayAnywhere } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { PersonStopper } from '@/components/respond/person-stopper';
import { TokenFinder } from '@/components/respond/token-finder';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { EmptyState } from '@/components/ui/states';
import { normalizeAddress } from '@/domain/decision/address-filter';
import { listIdentities } from '@/domain/identities/list-identities';
import { AddressReport } from './address';

export const metadata = { title: 'Respond' };

type Parameters = Record<string, string | string[] | undefined>;

export default async function RespondPage(props: { searchParams: Promise<Parameters> }) {
  const actor = await requireActor();
  const wanted = (await props.searchParams).ip;
  const ip = typeof wanted === 'string' ? normalizeAddress(wanted) : null;
  const seesPeople = mayAnywhere(actor, listIdentities);
  return (
    <Page>
      <PageHeader
        title="Respond"
        description="Stop a leaked token, a lost laptop, or an address. Every step is recorded."
      />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="min-w-0 space-y-5">
          <Section title="What leaked?">
            <TokenFinder ip={ip ?? undefined} />
          </Section>
          {ip && <AddressReport ip={ip} />}
        </div>
        <Section
          title="Stop everything one identity holds"
          description="A lost laptop, a leaver, a service account gone wrong: all tokens and sessions."
        >
          {seesPeople ? (
            <PersonStopper />
          ) : (
            <EmptyState
              icon={<LockKeyhole aria-hidden />}
              title="You can stop your own tokens only"
            >
              Find them on the left. For anybody else, ask a lead or an incident responder.
            </EmptyState>
          )}
        </Section>
      </div>
    </Page>
  );
}
