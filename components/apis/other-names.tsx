import { formatCount } from '@/components/format/format';

/** Names that an operation has besides its first; nothing where there are none. */
export function OtherNames({ aliases }: { aliases: readonly string[] }) {
  if (aliases.length === 0) return null;
  const count = formatCount(aliases.length, 'name');
  return (
    <span
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the names must be reachable by keyboard
      tabIndex={0}
      data-tooltip={`The same requests are also called\n${aliases.join('\n')}`}
      className="shrink-0 rounded-sm text-xs whitespace-nowrap text-muted"
    >
      +{count}
    </span>
  );
}
