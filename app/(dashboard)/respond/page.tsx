import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { TokenFinder } from '@/components/respond/token-finder';
import { ButtonLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { NoMatchState } from '@/components/ui/states';
import { addressProblem, plainAddress } from '@/domain/history/query/read-address';
import { AddressReport } from './address';

export const metadata = { title: 'Respond' };

const ONE_ONLY = { message: 'It names several: write one address, or a range that holds them.' };

type Parameters = Record<string, string | string[] | undefined>;

export default async function RespondPage(props: { searchParams: Promise<Parameters> }) {
  await requireActor();
  const wanted = [(await props.searchParams).ip ?? []].flat();
  const [text = ''] = wanted;
  const problem = wanted.length > 1 ? ONE_ONLY : wanted.length === 1 ? addressProblem(text) : null;
  const ip = text && !problem ? plainAddress(text) : null;
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
      {problem && (
        <Section title="Decisions">
          <NoMatchState title="The link names no address">{problem.message}</NoMatchState>
        </Section>
      )}
      {ip && <AddressReport network={ip} />}
    </Page>
  );
}
