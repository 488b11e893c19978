'use client';

import { useRef } from 'react';
import { Dialog } from '@/components/ui/dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import type { Openable } from '@/components/ui/on-demand';
import { AddMembersForm } from './add-members-form';
import type { MatchedIdentity, Terms } from './member-edits';
import type { Candidate } from './use-found-people';

export type AddMembersActions = {
  find: (text: string) => Promise<Candidate[]>;
  match: (references: string[]) => Promise<ActionOutcome<(MatchedIdentity | null)[]>>;
};

export type AddMembersProps = Openable & {
  groupName: string;
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
      title={`Add members to ${props.groupName}`}
      description="They are staged first: you see what saving changes before it is saved."
    >
      <AddMembersForm
        first={first}
        actions={props.actions}
        onStage={props.onStage}
        onClose={() => props.onOpenChange(false)}
      />
    </Dialog>
  );
}
