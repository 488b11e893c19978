'use client';

import { useState } from 'react';
import { AskedProblem } from '@/components/asking/asked-problem';
import type { Question } from '@/components/asking/question';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/link';
import { LastFour } from '@/components/ui/mono-id';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { Skeleton, SkeletonRegion } from '@/components/ui/skeleton';
import type { Consequences } from '@/domain/tokens/policy-consequences';
import { type PolicyDraft, REASON_WORDS } from './consequence-words';

const PAGE = 50;

type Touched = Consequences['tokens'][number];

const columns: DataTableColumn<Touched>[] = [
  {
    id: 'name',
    header: 'Token',
    cell: ({ id, name, last4 }) => (
      <>
        <TextLink href={paths.token(id)}>{name}</TextLink> <LastFour last4={last4} />
      </>
    ),
  },
  {
    id: 'at',
    header: 'Stops',
    cell: ({ at }) =>
      at === null ? <span className="text-danger">At once</span> : <AbsoluteTime date={at} />,
  },
  {
    id: 'why',
    header: 'Because',
    cell: ({ reasons, lastIp }) => reasons.map((reason) => reasonWords(reason, lastIp)).join(', '),
  },
  {
    id: 'identity',
    header: 'Acts for',
    cell: ({ identity, group }) => (
      <>
        <bdi>{identity.name}</bdi>{' '}
        <span className="text-muted">
          in <bdi>{group.name}</bdi>
        </span>
      </>
    ),
  },
];

/** "Used from outside: 10.0.0.7" */
const reasonWords = (reason: Touched['reasons'][number], lastIp: string | null): string =>
  reason === 'address_in_use' && lastIp !== null
    ? `${REASON_WORDS[reason]}: ${lastIp}`
    : REASON_WORDS[reason];

/** The tokens that another policy stops, soonest first, fifty a page. */
export function TouchedTokens(props: {
  question: Question<PolicyDraft, Consequences>;
  draft: Omit<PolicyDraft, 'limit' | 'skip'>;
}) {
  const [page, setPage] = useState(0);
  const asked = useAskedValue(props.question, {
    ...props.draft,
    limit: PAGE,
    skip: page * PAGE,
  });
  const known = asked.latest;
  if (!known) {
    return asked.status === 'asking' ? (
      <SkeletonRegion label="Reading the tokens">
        <Skeleton className="h-40 w-full" />
      </SkeletonRegion>
    ) : (
      <AskedProblem asked={asked} title="The tokens could not be read" />
    );
  }
  const total = known.nowCount + known.laterCount;
  return (
    <div className="flex flex-col gap-3">
      <AskedProblem asked={asked} title="The tokens could not be read" />
      <div className="overflow-hidden rounded-md border border-line">
        <StaticTable
          caption="Tokens that stop"
          columns={columns}
          rows={known.tokens}
          getRowId={({ id }) => id}
        />
      </div>
      {total > PAGE && (
        <nav aria-label="Pages" className="flex items-center justify-between gap-3 text-sm">
          <p role="status" className="text-muted">
            {formatNumber(page * PAGE + 1)}–{formatNumber(Math.min(total, (page + 1) * PAGE))} of{' '}
            {formatNumber(total)}
          </p>
          <span className="flex gap-2">
            <Button
              size="small"
              disabledReason={page === 0 ? 'This is the first page' : undefined}
              onClick={() => setPage(page - 1)}
            >
              Previous
            </Button>
            <Button
              size="small"
              disabledReason={(page + 1) * PAGE >= total ? 'This is the last page' : undefined}
              onClick={() => setPage(page + 1)}
            >
              Next
            </Button>
          </span>
        </nav>
      )}
    </div>
  );
}
