import { loadTable } from '@/app/server/load-table';
import { askIfAllowed } from '@/app/server/run';
import { TableFailure } from '@/components/data-table/table-feedback';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { ExpiryChart } from '@/components/tokens/expiries/expiry-chart';
import { ButtonLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { countExpiries } from '@/domain/tokens/count-expiries';

const SPANS = [
  { days: 7, daysEach: 1 },
  { days: 90, daysEach: 7 },
] as const;

/** What ends when, of a group: the next 90 days by week, or the next 7 by day (`ahead=7`). */
export async function ExpiriesOf(props: {
  group: { readonly id: string; readonly slug: string };
  searchParams: PageSearchParams;
}) {
  const { group } = props;
  const { days, daysEach } = props.searchParams.ahead === '7' ? SPANS[0] : SPANS[1];
  const result = await loadTable(countExpiries.operation, async () => {
    const answer = await askIfAllowed(countExpiries, { group: group.id, days });
    if (!answer.ok) return answer;
    const { days: items, laterCount: total } = answer.value;
    return { ok: true, value: { items, nextCursor: null, total } };
  });
  return (
    <Section
      title={`What ends in the next ${days} days`}
      description="Tokens that are alive, by the day (UTC) on which they expire or retire."
      actions={<Spans group={group.slug} chosen={days} params={props.searchParams} />}
    >
      {result.status === 'refused' && <RefusedState {...result} />}
      {result.status === 'failed' && <TableFailure {...result} />}
      {result.status === 'ok' && (
        <ExpiryChart
          days={result.rows}
          daysEach={daysEach}
          laterCount={result.total ?? 0}
          nowMs={Date.now()}
          group={group.slug}
        />
      )}
    </Section>
  );
}

function Spans(props: { group: string; chosen: number; params: PageSearchParams }) {
  const { group, chosen } = props;
  const { tab: _tab, ahead: _ahead, ...filters } = props.params;
  const kept = Object.fromEntries(
    Object.entries(filters).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
  return (
    <nav aria-label="How far ahead" className="flex gap-1">
      {SPANS.map(({ days }) => (
        <ButtonLink
          key={days}
          size="small"
          variant={days === chosen ? 'secondary' : 'ghost'}
          aria-current={days === chosen ? 'true' : undefined}
          href={paths.group(group, 'tokens', {
            ...kept,
            ...(days === 7 && { ahead: days }),
          })}
          scroll={false}
          prefetch={false}
        >
          {days} days
        </ButtonLink>
      ))}
    </nav>
  );
}
