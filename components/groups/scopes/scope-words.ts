import type { z } from 'zod';
import { question } from '@/components/asking/question';
import { formatCount, formatNumber } from '@/components/format/format';
import type { previewScopes } from '@/domain/groups/preview-scopes';

export type ScopesPreview = z.output<typeof previewScopes.output>;

/** What saving another set of scopes would do. */
export const scopesPreviewQuestion = question<z.input<typeof previewScopes.input>, ScopesPreview>(
  'scopesPreview',
);

/** "+2 −1 scopes · 4 operations gained, 1 lost · 12 tokens follow at once" */
export function scopeWords(preview: ScopesPreview): string {
  const added = preview.added.length;
  const removed = preview.removed.length;
  if (added + removed === 0) return 'Nothing would change';
  const signs = [added > 0 && `+${formatNumber(added)}`, removed > 0 && `−${formatNumber(removed)}`]
    .filter(Boolean)
    .join(' ');
  const tokens = `${formatCount(preview.tokenCount, 'token')} ${preview.tokenCount === 1 ? 'follows' : 'follow'} at once`;
  return [
    `${signs} ${added + removed === 1 ? 'scope' : 'scopes'}`,
    operationWords(preview.gained.length, preview.lost.length),
    tokens,
  ].join(' · ');
}

function operationWords(gained: number, lost: number): string {
  if (gained === 0 && lost === 0) return 'no operation gained or lost';
  if (lost === 0) return `${formatCount(gained, 'operation')} gained`;
  if (gained === 0) return `${formatCount(lost, 'operation')} lost`;
  return `${formatCount(gained, 'operation')} gained, ${formatNumber(lost)} lost`;
}
