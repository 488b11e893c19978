'use client';

import { useRef } from 'react';
import { Dialog } from '@/components/ui/dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import type { Openable } from '@/components/ui/on-demand';
import { AddMembersForm } from './add-members-form';
import type { MatchedIdentity, Matches, Terms } from './member-edits';

export type AddMembersActions = {
  match: (references: string[]) => Promise<ActionOutcome<Matches>>;
  /** The members of another group, as lines of a list. */
  copy: (group: string) => Promise<ActionOutcome<{ list: string; count: number }>>;
};

export type AddMembersProps = Openable & {
  group: { id: string; name: string };
  actions: AddMembersActions;
  onStage: (joins: { who: MatchedIdentity; terms: Terms }[]) => void;
};

/** Chooses people, or reads a pasted list or CSV file; what is found is staged, not saved. */
export function AddMembersDialog(props: AddMembersProps) {
  const first = useRef<HTMLElement | null>(null);
  return (
    <Dialog
      initialFocus={first}
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={`Add members to ${props.group.name}`}
      description="They are staged first: you see what saving changes before it is saved."
    >
      <AddMembersForm
        first={first}
        groupId={props.group.id}
        actions={props.actions}
        onStage={props.onStage}
        onClose={() => props.onOpenChange(false)}
      />
    </Dialog>
  );
}
