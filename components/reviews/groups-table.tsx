'use client';

import { ListChecks, UsersRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { TableResult } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import type { MenuEntry } from '@/components/ui/menu';
import { EmptyState } from '@/components/ui/states';
import { useToast } from '@/components/ui/toast';
import { useLingering } from '@/components/ui/use-lingering';
import { type GroupRow, groupColumns } from './group-columns';
import { membershipsIn } from './review-words';

export interface Applied {
  readonly ended: number;
  readonly shortened: number;
  readonly left: number;
}
type Apply = (group: string) => Promise<ActionOutcome<Applied>>;

const getRowId = ({ id }: GroupRow) => id;
const getRowLabel = ({ name }: GroupRow) => name;
const noun = { one: 'group', other: 'groups' };

/** How far a review has come in each group, and what is decided of a group applied before the deadline. */
export function ReviewGroupsTable(props: {
  review: string;
  result: TableResult<GroupRow>;
  apply: Apply;
}) {
  const { review } = props;
  const router = useRouter();
  const [chosen, setChosen] = useState<GroupRow | null>(null);
  const membersOf = ({ slug }: GroupRow) => paths.review(review, { group: slug });
  const menuOf = (row: GroupRow): MenuEntry[] => [
    {
      label: 'Members',
      icon: <UsersRound aria-hidden />,
      onSelect: () => router.push(membersOf(row)),
    },
    {
      label: 'Apply now…',
      icon: <ListChecks aria-hidden />,
      disabledReason: row.refusal ?? undefined,
      onSelect: () => setChosen(row),
    },
  ];
  return (
    <>
      <DataTable
        id="review-groups"
        caption="Groups"
        noun={noun}
        result={props.result}
        columns={groupColumns}
        getRowId={getRowId}
        getRowLabel={getRowLabel}
        getRowHref={membersOf}
        defaultSort="name"
        searchPlaceholder="Search group"
        rowActions={menuOf}
        empty={
          <EmptyState title="Nobody was in these groups">
            So there was nothing to review.
          </EmptyState>
        }
      />
      <ApplyDialog group={chosen} apply={props.apply} onClose={() => setChosen(null)} />
    </>
  );
}

function ApplyDialog(props: { group: GroupRow | null; apply: Apply; onClose: () => void }) {
  const group = useLingering(props.group ?? undefined);
  const router = useRouter();
  const toast = useToast();
  if (!group) return null;
  const { waiting, undecided } = group;
  async function confirm() {
    const outcome = await props.apply(group?.id ?? '');
    if (outcome.status === 'refused') return outcome;
    const { ended, shortened, left } = outcome.result;
    toast.done('Applied', `${ended} ended, ${shortened} end sooner, ${left} undecided`);
    props.onClose();
    router.refresh();
    return undefined;
  }
  return (
    <ConfirmDialog
      open={props.group !== null}
      onOpenChange={(open) => !open && props.onClose()}
      title={`Apply what was decided in ${group.name}?`}
      confirmLabel="Apply now"
      typeToConfirm={waiting.end > 10 ? String(waiting.end) : undefined}
      onConfirm={confirm}
    >
      <p>
        {membershipsIn(waiting.end)} end with their tokens, at once and for good.{' '}
        {membershipsIn(waiting.shorten)} get their end date, {membershipsIn(waiting.keep)} stay. The{' '}
        {undecided} that nobody decided stay open.
      </p>
    </ConfirmDialog>
  );
}
