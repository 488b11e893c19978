import { Badge } from '@/components/ui/badge';
import { Mono } from '@/components/ui/mono-id';

/** The restriction of a token: all of its group, one scope by name, or how many. */
export function ScopesCell(props: { scopes: string[] | null }) {
  const { scopes } = props;
  if (scopes === null) return <span className="text-muted">All</span>;
  const [first, ...rest] = scopes;
  if (first === undefined) return <span className="text-danger">None left</span>;
  return (
    <span className="inline-flex max-w-44 items-center gap-1.5 align-middle">
      <Mono className="truncate">{first}</Mono>
      {rest.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the other names must be reachable by keyboard
        <span tabIndex={0} data-tooltip={scopes.join('\n')} className="rounded-sm">
          <Badge>+{rest.length}</Badge>
        </span>
      )}
    </span>
  );
}
