'use client';

import { ListChecks } from 'lucide-react';
import { useMemo } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { Facet, FacetOption, TableResult } from '@/components/data-table/table-types';
import { Button } from '@/components/ui/button';
import { onDemand } from '@/components/ui/on-demand';
import { EmptyState } from '@/components/ui/states';
import { useLingering } from '@/components/ui/use-lingering';
import type { Decide, DecideDialogProps } from './decide-dialog';
import { entryColumns } from './entry-columns';
import { EntryEvidence } from './entry-evidence';
import { EntryBulk, entryMenu } from './entry-menu';
import { type EntryRow, nextWaiting } from './entry-row';
import { DECISION_WORDS } from './review-words';
import { useDeciding } from './use-deciding';

const DecideDialog = onDemand<DecideDialogProps>(
  async () => (await import('./decide-dialog')).DecideDialog,
);

const getRowId = ({ id }: EntryRow) => id;
const getRowLabel = ({ identity, group }: EntryRow) => `${identity.name} in ${group.name}`;
const noun = { one: 'membership', other: 'memberships' };
const STATES: Facet = {
  id: 'state',
  label: 'Decision',
  options: [
    { value: 'undecided', label: 'Undecided' },
    { value: 'keep', label: DECISION_WORDS.keep },
    { value: 'end', label: DECISION_WORDS.end },
    { value: 'shorten', label: DECISION_WORDS.shorten },
    { value: 'settled', label: 'Applied' },
  ],
};
const PRIVILEGED: Facet = {
  id: 'privileged',
  label: 'Rights',
  options: [{ value: 'true', label: 'Controls Keyward' }],
};

/** The memberships of a review, with what speaks for each, and what the reader decides of them. */
export function EntriesTable(props: {
  result: TableResult<EntryRow>;
  groups: FacetOption[];
  decide: Decide;
  /** Why nothing can be decided here at all. */
  refusal: string | undefined;
}) {
  const rows = props.result.status === 'ok' ? props.result.rows : noRows;
  const deciding = useDeciding(rows, props.decide);
  const { look, ask } = deciding;
  const choice = useLingering(deciding.choice ?? undefined);
  const columns = useMemo(() => entryColumns(look), [look]);
  const facets = useMemo(
    () => [STATES, { id: 'group', label: 'Group', options: props.groups }, PRIVILEGED],
    [props.groups],
  );
  const first = nextWaiting(rows, null);
  return (
    <>
      <DataTable
        id="review-entries"
        caption="Memberships"
        noun={noun}
        result={props.result}
        columns={columns}
        getRowId={getRowId}
        getRowLabel={getRowLabel}
        defaultSort="position"
        searchPlaceholder="Search member or group"
        facets={facets}
        rowActions={(row) => entryMenu(row, deciding)}
        {...(props.refusal === undefined && {
          bulkActions: (chosen: EntryRow[], clear: () => void) => (
            <EntryBulk
              onChoose={(decision) => {
                clear();
                ask(decision, chosen);
              }}
            />
          ),
        })}
        toolbarActions={
          <Button
            icon={<ListChecks aria-hidden />}
            disabledReason={
              props.refusal ?? (first ? undefined : 'Nothing on this page waits for you')
            }
            onClick={() => first && deciding.walk(first)}
          >
            One by one
          </Button>
        }
        empty={
          <EmptyState title="Nobody was in these groups">
            So there was nothing to review.
          </EmptyState>
        }
      />
      <EntryEvidence
        entry={deciding.looked}
        onSkip={deciding.skip}
        onChoose={deciding.choose}
        pending={deciding.pending}
        onClose={deciding.close}
      />
      {choice && (
        <DecideDialog
          open={deciding.choice !== null}
          onOpenChange={(open) => !open && deciding.cancel()}
          choice={choice}
          decide={props.decide}
          onDone={deciding.done}
        />
      )}
    </>
  );
}

const noRows: EntryRow[] = [];
