'use client';

import { UserPlus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { TYPING_PAUSE_MS, useAskedValue } from '@/components/asking/use-asked-value';
import { DataTable } from '@/components/data-table/data-table';
import type { TableResult } from '@/components/data-table/table-types';
import { formatCount } from '@/components/format/format';
import { useStagedSave } from '@/components/groups/use-staged-save';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import type { ActionOutcome } from '@/components/ui/form-state';
import { LeaveGuard } from '@/components/ui/leave-guard';
import { Notice } from '@/components/ui/notice';
import { onDemand } from '@/components/ui/on-demand';
import { EmptyState } from '@/components/ui/states';
import { useToast } from '@/components/ui/toast';
import type { AddMembersActions, AddMembersProps } from './add-members-dialog';
import { EndDateDialog } from './end-date-dialog';
import { MemberBulk } from './member-bulk';
import { memberColumns } from './member-columns';
import {
  type Member,
  type MemberInput,
  stageJoin,
  stageRemoval,
  stageTerms,
  toMemberInput,
  unstage,
} from './member-edits';
import { memberMenu } from './member-menu';
import { type MemberRow, toMemberRow } from './member-row';
import { MembersBar } from './members-bar';
import { memberPreviewQuestion } from './preview-words';
import { StagedJoins } from './staged-joins';
import { useMemberEdits } from './use-member-edits';

const AddMembersDialog = onDemand<AddMembersProps>(
  async () => (await import('./add-members-dialog')).AddMembersDialog,
);

export type SavedMembers = {
  added: number;
  changed: number;
  removed: number;
  revokedTokens: number;
};

export type MemberActions = AddMembersActions & {
  save: (input: MemberInput) => Promise<ActionOutcome<SavedMembers>>;
};

/** Why the reader can't add or change members, or remove them; undefined where they can. */
export type MemberRefusals = { change: string | undefined; remove: string | undefined };

const WHILE_SAVING: MemberRefusals = { change: 'Saving', remove: 'Saving' };
const noun = { one: 'member', other: 'members' };
const getRowId = (row: MemberRow) => row.identity.id;
const getRowLabel = (row: MemberRow) => row.identity.name;
const getRowHref = (row: MemberRow) => paths.person(row.identity.id);

/** The members of a group: edits are staged, previewed, and saved in one go. */
export function MembersEditor(props: {
  group: { id: string; name: string; controlsKeyward: boolean };
  result: TableResult<Member>;
  actions: MemberActions;
  refusals: MemberRefusals;
  /** Whether the reader can open the members' own pages. */
  linksPeople: boolean;
}) {
  const { group, result, actions, refusals } = props;
  const router = useRouter();
  const toast = useToast();
  const { edits, change, clear } = useMemberEdits(group.id);
  const [adding, setAdding] = useState(false);
  const [dated, setDated] = useState<MemberRow[]>([]);
  const staged = edits.size > 0 ? { ...toMemberInput(edits), group: group.id } : null;
  const preview = useAskedValue(memberPreviewQuestion, staged, { pauseMs: TYPING_PAUSE_MS });
  const rows = useMemo(() => withEdits(result, edits), [result, edits]);
  const { saving, isSafe, refusal, save, clearRefusal } = useStagedSave((saved: SavedMembers) => {
    toast.done(`Members of ${group.name} saved`, savedWords(saved));
    clear();
    router.refresh();
  });
  const addButton = (
    <AddButton
      refusal={saving ? WHILE_SAVING.change : refusals.change}
      onClick={() => setAdding(true)}
    />
  );
  const remove = (removed: MemberRow[]) =>
    change((now) => removed.reduce((staged, row) => stageRemoval(staged, savedMember(row)), now));

  return (
    <div className="flex flex-col gap-4">
      {group.controlsKeyward && <ControlNotice groupName={group.name} refusal={refusals.change} />}
      <StagedJoins edits={edits} disabled={saving} onChange={change} />
      <DataTable
        id="members"
        caption={`Members of ${group.name}`}
        noun={noun}
        result={rows}
        columns={memberColumns}
        getRowId={getRowId}
        getRowLabel={getRowLabel}
        {...(props.linksPeople && { getRowHref })}
        defaultSort="name"
        searchPlaceholder="Search members"
        toolbarActions={addButton}
        rowActions={(row) =>
          memberMenu(row, saving ? WHILE_SAVING : refusals, {
            terms: (member, terms) => change((now) => stageTerms(now, savedMember(member), terms)),
            endDate: (member) => setDated([member]),
            remove: (member) => remove([member]),
            undo: (member) => change((now) => unstage(now, member.identity.id)),
          })
        }
        {...(refusals.remove === undefined && {
          bulkActions: (selected: MemberRow[], clearSelection: () => void) => (
            <MemberBulk
              changeRefusal={refusals.change}
              onEndDate={() => setDated(selected)}
              onRemove={() => remove(selected)}
              onDone={clearSelection}
            />
          ),
        })}
        empty={
          <EmptyState title="No members yet" actions={addButton}>
            Nobody can hold a token in {group.name} until they are a member.
          </EmptyState>
        }
      />
      {edits.size > 0 && (
        <MembersBar
          edits={edits}
          preview={preview}
          refusal={refusal}
          saving={saving}
          onDiscard={() => {
            clear();
            clearRefusal();
          }}
          onSave={() => save(() => actions.save(toMemberInput(edits)))}
        />
      )}
      <AddMembersDialog
        group={group}
        open={adding}
        onOpenChange={setAdding}
        actions={actions}
        onStage={(joins) =>
          change((now) =>
            joins.reduce((staged, { who, terms }) => stageJoin(staged, who, terms), now),
          )
        }
      />
      <EndDateDialog
        whose={dated.length > 0 ? whoseDate(dated) : null}
        expiresAt={dated.length === 1 ? (dated[0]?.expiresAt ?? null) : null}
        onSet={(expiresAt) =>
          change((now) =>
            dated.reduce((staged, row) => stageTerms(staged, savedMember(row), { expiresAt }), now),
          )
        }
        onClose={() => setDated([])}
      />
      <LeaveGuard unsaved={edits.size > 0 && !isSafe} onDiscard={clear} />
    </div>
  );
}

function AddButton(props: { refusal: string | undefined; onClick: () => void }) {
  return (
    <Button
      variant="primary"
      icon={<UserPlus aria-hidden />}
      disabledReason={props.refusal}
      onClick={props.onClick}
      onPointerEnter={AddMembersDialog.preload}
      onFocus={AddMembersDialog.preload}
    >
      Add members
    </Button>
  );
}

function withEdits(
  result: TableResult<Member>,
  edits: ReturnType<typeof useMemberEdits>['edits'],
): TableResult<MemberRow> {
  if (result.status !== 'ok') return result;
  return { ...result, rows: result.rows.map((member) => toMemberRow(member, edits)) };
}

/** The member as saved, whatever is staged. */
const savedMember = ({ edit: _edit, saved, ...member }: MemberRow): Member => ({
  ...member,
  ...saved,
});

const whoseDate = (rows: MemberRow[]) =>
  rows.length === 1 ? (rows[0]?.identity.name ?? '') : formatCount(rows.length, 'member');

function savedWords({ added, changed, removed, revokedTokens }: SavedMembers): string {
  const parts = [
    added > 0 && `${added} added`,
    changed > 0 && `${changed} changed`,
    removed > 0 && `${removed} removed, ${formatCount(revokedTokens, 'token')} revoked`,
  ];
  return parts.filter(Boolean).join(' · ');
}

/** Tells before anything is staged that members of this group run Keyward itself. */
function ControlNotice(props: { groupName: string; refusal: string | undefined }) {
  return (
    <Notice tone="warn" title={`Members of ${props.groupName} control Keyward`}>
      <p>
        Its scopes reach the control plane itself. Adding or changing members needs an administrator
        {props.refusal ? ', which you are not.' : ': you are one.'}
      </p>
    </Notice>
  );
}
