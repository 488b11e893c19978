'use client';

import { Bot, UserPlus } from 'lucide-react';
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
import { ButtonLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { type Openable, onDemand } from '@/components/ui/on-demand';
import { EmptyState } from '@/components/ui/states';
import { useToast } from '@/components/ui/toast';
import { useFirstInteraction } from '@/components/ui/use-first-interaction';
import type { AddMembersActions } from './add-members-dialog';
import { MemberBulk } from './member-bulk';
import { memberColumns } from './member-columns';
import { AddMembersDialog, MemberDialogs } from './member-dialogs';
import {
  type Member,
  type MemberEdits,
  type MemberInput,
  type Role,
  stageRemoval,
  stageTerms,
  toMemberInput,
  unstage,
} from './member-edits';
import { memberMenu } from './member-menu';
import { type MemberRow, savedMember, toMemberRow } from './member-row';
import type { MembersBarProps } from './members-bar';
import { mergeEdits } from './merge-edits';
import { memberPreviewQuestion } from './preview-words';
import { StagedJoins } from './staged-joins';
import { useMemberEdits } from './use-member-edits';

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

const MembersBar = onDemand<MembersBarProps & Openable>(
  async () => (await import('./members-bar')).MembersBar,
);

/** Nobody needs it before something is staged. */
function StagedBar(props: MembersBarProps) {
  useFirstInteraction(MembersBar.preload);
  if (props.edits.size === 0) return null;
  return <MembersBar {...props} open onOpenChange={() => undefined} />;
}

type MembersEditorProps = {
  group: { id: string; slug: string; name: string; controlsKeyward: boolean };
  result: TableResult<Member>;
  /** Number of the last change when `result` was read; undefined where it could not be. */
  asOf: number | undefined;
  actions: MemberActions;
  refusals: MemberRefusals;
  /** Why the reader can't make a service account here; undefined where they can. */
  serviceRefusal: string | undefined;
  /** Whether the reader can open the members' own pages. */
  linksPeople: boolean;
};

/** The members of a group: edits are staged, previewed, and saved in one go. */
export function MembersEditor(props: MembersEditorProps) {
  const { group, result, actions, refusals } = props;
  const router = useRouter();
  const toast = useToast();
  const { edits, basedOn, change, replace, clear } = useMemberEdits(group.id, props.asOf);
  const [adding, setAdding] = useState(false);
  const [dated, setDated] = useState<MemberRow[]>([]);
  const input = { ...toMemberInput(edits), basedOn };
  const staged = edits.size > 0 ? { ...input, group: group.id } : null;
  const preview = useAskedValue(memberPreviewQuestion, staged, { pauseMs: TYPING_PAUSE_MS });
  const rows = useMemo(() => withEdits(result, edits), [result, edits]);
  const { saving, isSafe, refusal, save, clearRefusal } = useStagedSave((saved: SavedMembers) => {
    toast.done(`Members of ${group.name} saved`, savedWords(saved));
    clear();
    router.refresh();
  });
  async function merge() {
    const outcome = await actions.match([...edits.keys()]);
    if (outcome.status === 'refused') return outcome;
    const { matches, asOf } = outcome.result;
    replace(mergeEdits(edits, matches), asOf);
    clearRefusal();
    router.refresh();
    return null;
  }
  const refusalNow = saving ? WHILE_SAVING : refusals;
  const addButton = <AddButton refusal={refusalNow.change} onClick={() => setAdding(true)} />;
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
        toolbarActions={
          <>
            <ServiceButton refusal={props.serviceRefusal} group={group} />
            {addButton}
          </>
        }
        rowActions={(row) =>
          memberMenu(row, refusalNow, {
            terms: (member, terms) => change((now) => stageTerms(now, savedMember(member), terms)),
            endDate: (member) => setDated([member]),
            remove: (member) => remove([member]),
            undo: (member) => change((now) => unstage(now, member.identity.id)),
          })
        }
        {...(refusals.remove === undefined && {
          bulkActions: (selected: MemberRow[], clearSelection: () => void) => (
            <MemberBulk
              members={selected}
              changeRefusal={refusals.change}
              onRole={(rows, role) =>
                change((now) => rows.reduce((staged, row) => withRole(staged, row, role), now))
              }
              onEndDate={setDated}
              onRemove={remove}
              onDone={clearSelection}
            />
          ),
        })}
        empty={
          <EmptyState title="No members yet" actions={addButton}>
            Nobody can hold a token in <bdi>{group.name}</bdi> until they are a member.
          </EmptyState>
        }
      />
      <StagedBar
        edits={edits}
        preview={preview}
        refusal={refusal}
        saving={saving}
        onDiscard={() => {
          clear();
          clearRefusal();
        }}
        onSave={() => save(() => actions.save(input))}
        onMerge={merge}
      />
      <MemberDialogs
        group={group}
        actions={actions}
        adding={adding}
        onAdding={setAdding}
        dated={dated}
        onDated={setDated}
        onChange={change}
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

/** The way to a new service account of this group. */
function ServiceButton(props: { refusal: string | undefined; group: { slug: string } }) {
  const icon = <Bot aria-hidden />;
  return props.refusal ? (
    <Button icon={icon} disabledReason={props.refusal}>
      New service account
    </Button>
  ) : (
    <ButtonLink icon={icon} href={paths.groupServiceNew(props.group.slug)}>
      New service account
    </ButtonLink>
  );
}

function withEdits(
  result: TableResult<Member>,
  edits: ReturnType<typeof useMemberEdits>['edits'],
): TableResult<MemberRow> {
  if (result.status !== 'ok') return result;
  return { ...result, rows: result.rows.map((member) => toMemberRow(member, edits)) };
}

/** A service account can't lead: it is left as it is. */
const withRole = (staged: MemberEdits, row: MemberRow, role: Role) =>
  role === 'lead' && row.identity.type === 'service'
    ? staged
    : stageTerms(staged, savedMember(row), { role });

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
