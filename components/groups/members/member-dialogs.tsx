'use client';

import { formatCount } from '@/components/format/format';
import { onDemand } from '@/components/ui/on-demand';
import type { AddMembersActions, AddMembersProps } from './add-members-dialog';
import { EndDateDialog } from './end-date-dialog';
import { type MemberEdits, stageJoin, stageTerms } from './member-edits';
import { type MemberRow, savedMember } from './member-row';

export const AddMembersDialog = onDemand<AddMembersProps>(
  async () => (await import('./add-members-dialog')).AddMembersDialog,
);

/** What is asked before edits are staged: who joins, and until when somebody is a member. */
export function MemberDialogs(props: {
  group: { id: string; name: string };
  actions: AddMembersActions;
  adding: boolean;
  onAdding: (adding: boolean) => void;
  /** Whose end date is asked for; nobody's closes that dialog. */
  dated: MemberRow[];
  onDated: (rows: MemberRow[]) => void;
  onChange: (update: (edits: MemberEdits) => MemberEdits) => void;
}) {
  const { dated, onChange } = props;
  const [first] = dated;
  return (
    <>
      <AddMembersDialog
        group={props.group}
        open={props.adding}
        onOpenChange={props.onAdding}
        actions={props.actions}
        onStage={(joins) =>
          onChange((now) =>
            joins.reduce((staged, { who, terms }) => stageJoin(staged, who, terms), now),
          )
        }
      />
      <EndDateDialog
        whose={first ? whoseDate(first, dated.length) : null}
        expiresAt={dated.length === 1 ? (first?.expiresAt ?? null) : null}
        onSet={(expiresAt) =>
          onChange((now) =>
            dated.reduce((staged, row) => stageTerms(staged, savedMember(row), { expiresAt }), now),
          )
        }
        onClose={() => props.onDated([])}
      />
    </>
  );
}

const whoseDate = (first: MemberRow, count: number) =>
  count === 1 ? first.identity.name : formatCount(count, 'member');
