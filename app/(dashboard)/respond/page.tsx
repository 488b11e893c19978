import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { TokenFinder } from '@/components/respond/token-finder';
import { ButtonLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { normalizeAddress } from '@/domain/decision/address-filter';
import { AddressReport } from './address';

export const metadata = { title: 'Respond' };

type Parameters = Record<string, string | string[] | undefined>;

export default async function RespondPage(props: { searchParams: Promise<Parameters> }) {
  await requireActor();
  const wanted = (await props.searchParams).ip;
  const ip = typeof wanted === 'string' ? normalizeAddress(wanted) : null;
  return (
    <Page>
      <PageHeader
        title="Respond"
        description="Stop a leaked token, a lost laptop, or an address. Every step is recorded."
        actions={
          <>
            <ButtonLink href={paths.respondSeveral()}>Revoke several</ButtonLink>
            <ButtonLink href={paths.anomalies()}>Anomalies</ButtonLink>
            <ButtonLink href={paths.incidents()}>Incidents</ButtonLink>
          </>
        }
      />
      <Section title="What leaked, or who is lost?">
        <TokenFinder ip={ip ?? undefined} />
      </Section>
      {ip && <AddressReport ip={ip} />}
    </Page>
  );
}
