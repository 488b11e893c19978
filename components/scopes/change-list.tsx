import { Minus, Plus } from 'lucide-react';
import { formatNumber } from '@/components/format/format';
import { OperationAddress } from '@/components/operations/operation-address';
import type { ScopeChange } from './scope-change';
import type { ScopeOperation } from './scope-operation';

const SHOWN = 300;

/** The operations a scope loses and gains, by method and path. */
export function ChangeList(props: { change: ScopeChange; operations: readonly ScopeOperation[] }) {
  const { added, removed } = props.change;
  const byName = new Map(props.operations.map((operation) => [operation.name, operation]));
  const lines = [
    ...removed.map((name) => ({ name, gained: false })),
    ...added.map((name) => ({ name, gained: true })),
  ];
  return (
    <>
      <ul className="divide-y divide-line">
        {lines.slice(0, SHOWN).map(({ name, gained }) => {
          const Icon = gained ? Plus : Minus;
          return (
            <li key={name} className="flex items-center gap-2 py-1.5">
              <Icon
                role="img"
                aria-label={gained ? 'Added' : 'Removed'}
                size={14}
                className={`shrink-0 ${gained ? 'text-ok' : 'text-danger'}`}
              />
              <OperationAddress
                method={byName.get(name)?.method ?? null}
                pathTemplate={byName.get(name)?.pathTemplate ?? null}
                name={name}
                className="flex-1"
              />
              <code className="max-w-2/5 truncate text-xs text-muted max-sm:hidden">{name}</code>
            </li>
          );
        })}
      </ul>
      {lines.length > SHOWN && (
        <p className="pt-2 text-muted">{formatNumber(lines.length - SHOWN)} more.</p>
      )}
    </>
  );
}
