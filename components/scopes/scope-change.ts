import type { z } from 'zod';
import { question } from '@/components/asking/question';
import { formatCount, formatNumber } from '@/components/format/format';
import type { previewScopeUpdate } from '@/domain/scopes/preview-update';

/** What saving other operations of a scope would do. */
export const scopePreviewQuestion = question<
  z.input<typeof previewScopeUpdate.input>,
  z.output<typeof previewScopeUpdate.output>
>('scopePreview');

export type ScopeChange = { added: string[]; removed: string[] };

/** What differs between the saved operations of a scope and those selected now. */
export function changeOf(saved: readonly string[], selected: ReadonlySet<string>): ScopeChange {
  const before = new Set(saved);
  return {
    added: [...selected].filter((name) => !before.has(name)).sort(),
    removed: saved.filter((name) => !selected.has(name)),
  };
}

/** "+3 −1 operations · 2 groups · 14 tokens follow at once"; null where no operation changes. */
export function describeChange(
  change: ScopeChange,
  reach: { groupCount: number; tokenCount: number },
): string | null {
  const added = change.added.length;
  const removed = change.removed.length;
  if (added + removed === 0) return null;
  const signs = [added > 0 && `+${formatNumber(added)}`, removed > 0 && `−${formatNumber(removed)}`]
    .filter(Boolean)
    .join(' ');
  const noun = added + removed === 1 ? 'operation' : 'operations';
  if (reach.groupCount === 0) return `${signs} ${noun} · no group owns it, so nothing opens yet`;
  const tokens = formatCount(reach.tokenCount, 'token');
  const follow = reach.tokenCount === 1 ? 'follows' : 'follow';
  return `${signs} ${noun} · ${formatCount(reach.groupCount, 'group')} · ${tokens} ${follow} at once`;
}
