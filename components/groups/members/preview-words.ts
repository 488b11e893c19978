import type { z } from 'zod';
import { question } from '@/components/asking/question';
import { formatCount, formatNumber } from '@/components/format/format';
import type { previewMembers } from '@/domain/groups/preview-members';

export type MemberPreview = z.output<typeof previewMembers.output>;

/** What saving staged members would do. */
export const memberPreviewQuestion = question<z.input<typeof previewMembers.input>, MemberPreview>(
  'memberPreview',
);

/** "+3 −1 members · 2 changed · 12 tokens revoked · each gains 4 operations" */
export function previewWords(preview: MemberPreview): string {
  const added = preview.added.length;
  const removed = preview.removed.length;
  const changed = preview.changed.length;
  const signs = [added > 0 && `+${formatNumber(added)}`, removed > 0 && `−${formatNumber(removed)}`]
    .filter(Boolean)
    .join(' ');
  const parts = [
    signs && `${signs} ${added + removed === 1 ? 'member' : 'members'}`,
    changed > 0 && `${formatNumber(changed)} changed`,
    (removed > 0 || preview.revokedTokens > 0) &&
      `${formatCount(preview.revokedTokens, 'token')} revoked`,
    added > 0 &&
      `${added === 1 ? 'gains' : 'each gains'} ${formatCount(preview.operationsGained, 'operation')}`,
  ];
  return parts.filter(Boolean).join(' · ') || 'Nothing would change';
}
