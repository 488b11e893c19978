import { Minus, Plus } from 'lucide-react';
import { TouchedTokens } from '@/components/access/touched-tokens';
import { formatNumber } from '@/components/format/format';
import { OperationAddress } from '@/components/operations/operation-address';
import type { ScopesPreview } from './scope-words';

type Operation = ScopesPreview['gained'][number];

const SHOWN = 300;

/** The operations a group loses and gains, by API, and the tokens that follow. */
export function OperationChanges({ preview }: { preview: ScopesPreview }) {
  return (
    <div className="flex flex-col gap-4">
      <Operations gained={preview.gained} lost={preview.lost} />
      <TouchedTokens touched={preview} />
    </div>
  );
}

function Operations(props: { gained: Operation[]; lost: Operation[] }) {
  const lines = [
    ...props.lost.map((operation) => ({ operation, gained: false })),
    ...props.gained.map((operation) => ({ operation, gained: true })),
  ];
  if (lines.length === 0) {
    return (
      <p className="text-sm text-muted">
        No operation: other scopes of the group hold all of them already.
      </p>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line">
        {lines.slice(0, SHOWN).map(({ operation, gained }) => {
          const Icon = gained ? Plus : Minus;
          return (
            <li
              key={`${operation.api}/${operation.name}`}
              className="flex items-center gap-2 py-1.5"
            >
              <Icon
                role="img"
                aria-label={gained ? 'Gained' : 'Lost'}
                size={14}
                className={`shrink-0 ${gained ? 'text-ok' : 'text-danger'}`}
              />
              <OperationAddress
                method={operation.method}
                pathTemplate={operation.pathTemplate}
                name={operation.name}
                className="flex-1"
              />
              <code className="max-w-2/5 truncate text-xs text-muted">{operation.api}</code>
            </li>
          );
        })}
      </ul>
      {lines.length > SHOWN && (
        <p className="pt-2 text-sm text-muted">{formatNumber(lines.length - SHOWN)} more.</p>
      )}
    </>
  );
}
