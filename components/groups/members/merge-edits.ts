import {
  type MatchedIdentity,
  type MemberEdit,
  type MemberEdits,
  NO_EDITS,
  stageJoin,
} from './member-edits';

/**
 * The same edits, made from the members as somebody else has saved them meanwhile: who has gone is
 * not removed again, and is added anew where other terms were wanted; what is as wanted already drops out.
 * @param matches who is meant by the edits' ids, in their order, as they are now
 */
export function mergeEdits(
  edits: MemberEdits,
  matches: readonly (MatchedIdentity | null)[],
): MemberEdits {
  return [...edits.values()].reduce((merged, edit, index) => {
    const who = matches[index];
    return who ? mergeEdit(merged, edit, who) : merged;
  }, NO_EDITS);
}

function mergeEdit(merged: MemberEdits, edit: MemberEdit, who: MatchedIdentity): MemberEdits {
  // A provider gives it by now: it is no more to be changed here.
  if (who.membership?.managedBy) return merged;
  if (edit.kind !== 'remove') {
    const { role, expiresAt } = edit;
    return stageJoin(merged, who, { role, expiresAt });
  }
  return who.membership ? new Map(merged).set(edit.id, edit) : merged;
}
