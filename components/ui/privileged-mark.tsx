import { ShieldAlert } from 'lucide-react';
import { Badge } from './badge';

const WORDS = 'Controls Keyward';

/**
 * Marks a group, wherever it is named, whose members and tokens hold rights over Keyward itself.
 * `compact` leaves the words to a tooltip, beside names in tables.
 */
export function PrivilegedMark(props: {
  group: { readonly controlsKeyward: boolean } | null | undefined;
  compact?: boolean;
}) {
  if (!props.group?.controlsKeyward) return null;
  if (props.compact) {
    return (
      <span data-tooltip={WORDS} className="inline-flex align-middle text-warn">
        <ShieldAlert role="img" aria-label={WORDS} size={14} />
      </span>
    );
  }
  return (
    <Badge tone="warn" icon={<ShieldAlert aria-hidden />}>
      {WORDS}
    </Badge>
  );
}

/** The same where there is room for words alone: the second line of a choice. */
export const privilegedHint = (
  { controlsKeyward }: { readonly controlsKeyward: boolean },
  hint = '',
): string => [hint, controlsKeyward && WORDS].filter(Boolean).join(' · ');
