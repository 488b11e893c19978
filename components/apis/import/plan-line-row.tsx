import { ArrowRight, Minus, Pencil, Plus } from 'lucide-react';
import { formatCount } from '@/components/format/format';
import { MethodBadge } from '@/components/operations/method-badge';
import { Badge } from '@/components/ui/badge';
import { OtherNames } from '../other-names';
import type { PlanLine } from './plan-lines';

const marks = {
  added: { Icon: Plus, word: 'Added', tone: 'text-ok' },
  removed: { Icon: Minus, word: 'Removed', tone: 'text-danger' },
  changed: { Icon: Pencil, word: 'Changed', tone: 'text-warn' },
};

/** One change: what it is, its method and path (before and after), its name, the grants it costs. */
export function PlanLineRow(props: { line: PlanLine; position: number; total: number }) {
  const { line } = props;
  const { Icon, word, tone } = marks[line.kind];
  const { before } = line;
  return (
    <li
      aria-posinset={props.position}
      aria-setsize={props.total}
      className="flex h-9 items-center gap-3 overflow-hidden border-b border-line px-4 max-lg:h-13"
    >
      <Icon role="img" aria-label={word} size={15} className={`shrink-0 ${tone}`} />
      <div className="flex min-w-0 flex-1 flex-col gap-x-4 lg:flex-row lg:items-center">
        <div className="flex min-w-0 items-center gap-2 lg:flex-1">
          {before && (
            <>
              {before.method !== line.method && <MethodBadge method={before.method} />}
              {before.pathTemplate !== line.pathTemplate && (
                <code className="min-w-0 truncate text-xs text-muted line-through">
                  {before.pathTemplate}
                </code>
              )}
              <ArrowRight role="img" aria-label="becomes" size={14} className="shrink-0" />
            </>
          )}
          <MethodBadge method={line.method} />
          <code className="min-w-0 truncate text-xs">{line.pathTemplate}</code>
        </div>
        <span className="flex min-w-0 items-center gap-2 lg:w-2/5">
          <code className="block truncate text-xs text-muted">{line.name}</code>
          <OtherNames aliases={line.aliases} />
        </span>
      </div>
      {line.scopesLosing > 0 && (
        <Badge tone="danger" className="shrink-0">
          leaves {formatCount(line.scopesLosing, 'scope')}
        </Badge>
      )}
    </li>
  );
}
