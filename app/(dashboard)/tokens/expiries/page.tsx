import type { z } from 'zod';
import { ask } from '@/app/server/run';
import { paths } from '@/components/paths';
import { ExpiryChart } from '@/components/tokens/expiries/expiry-chart';
import { GroupExpiries } from '@/components/tokens/expiries/group-expiries';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { countExpiries } from '@/domain/tokens/count-expiries';

export const metadata = { title: 'What ends when' };

export default async function ExpiriesPage() {
  const counted = await ask(countExpiries, { include: 'groups' });
  return (
    <Page>
      <PageHeader
        title="What ends when"
        breadcrumb={[{ href: paths.tokens(), label: 'Tokens' }]}
        description="Living tokens within your reach, by the day (UTC) on which they expire or retire."
      />
      {counted.ok ? (
        <Ending {...counted.value} />
      ) : (
        <RefusedState refusal={counted} operation={countExpiries.operation} />
      )}
    </Page>
  );
}

type Counted = z.output<typeof countExpiries.output>;

function Ending({ days, laterCount, groups = [], groupCount = 0 }: Counted) {
  return (
    <>
      <Section title="The next 90 days" description="Each bar is a week, and leads to its tokens.">
        <ExpiryChart days={days} daysEach={7} laterCount={laterCount} nowMs={Date.now()} />
      </Section>
      {groups.length > 0 && (
        <Section
          title="By group"
          description={
            groupCount > groups.length
              ? `The ${groups.length} of ${groupCount} groups with the most to care for, to one scale.`
              : 'The most to care for first, to one scale.'
          }
        >
          <GroupExpiries groups={groups} />
        </Section>
      )}
    </>
  );
}
