import type { Target } from '@/domain/base/target';

/** Additions and changes, or removals, in one save. */
export const MAX_MEMBER_EDITS = 1_000;

/** The target of a command, of a group that is shown. */
export const groupTarget = ({ id, name }: { id: string; name: string }): Target => ({
  ...{ type: 'group', id, name, groupIds: [id] },
});
