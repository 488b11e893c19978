'use client';

import { type FormEvent, useId, useState } from 'react';
import { formatCount, formatNumber } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { DialogClose } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { UNDO_SECONDS } from '@/domain/tokens/token-facts';
import {
  type BulkChange,
  type BulkKind,
  bulkWords,
  countBelow,
  isRevoking,
  relativesOutside,
  typedFrom,
} from './bulk-change';

/**
 * What is asked before many tokens are stopped: the count where there are many, and whether living
 * relatives are to end with them. All of `change` takes part.
 */
export function BulkAsking(props: { change: BulkChange; onConfirm: (kind: BulkKind) => void }) {
  const { change, onConfirm } = props;
  const { kind, rows } = change;
  const { verb } = bulkWords[kind];
  const relatives = isRevoking(kind) ? relativesOutside(rows) : 0;
  const [typed, setTyped] = useState('');
  const id = useId();
  const wanted = String(rows.length);
  const isMany = rows.length >= typedFrom;
  const missing = isMany && typed.trim() !== wanted ? `Type ${wanted} first` : undefined;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!missing) onConfirm(relatives > 0 ? 'revokeFamily' : kind);
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 text-sm">
      <p className="text-muted">{consequence(change)}</p>
      {relatives > 0 && (
        <Notice
          tone="warn"
          title={`${formatCount(relatives, 'relative')} of them would go on, with the same rights`}
        >
          <p>They were rotated: what they were rotated into or out of is alive.</p>
        </Notice>
      )}
      {isMany && (
        <div className="flex flex-col gap-1">
          <label htmlFor={id}>
            Type <strong className="font-mono">{wanted}</strong> to confirm
          </label>
          <Input
            id={id}
            inputMode="numeric"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
      )}
      <div className="flex flex-wrap justify-end gap-2 pt-2">
        <DialogClose render={<Button>Cancel</Button>} />
        {relatives > 0 && (
          <Button type="button" disabledReason={missing} onClick={() => onConfirm(kind)}>
            Only these
          </Button>
        )}
        <Button type="submit" variant="danger" disabledReason={missing}>
          {relatives > 0 ? `Revoke with ${formatCount(relatives, 'relative')}` : verb}
        </Button>
      </div>
    </form>
  );
}

function consequence({ kind, rows }: BulkChange): string {
  const groups = new Set(rows.map(({ group }) => group.name));
  const named = [...groups].slice(0, 3).join(', ') + (groups.size > 3 ? ' and others' : '');
  const used = rows.filter(({ lastUsedAt }) => lastUsedAt !== null).length;
  const below = isRevoking(kind) ? countBelow(rows) : 0;
  const ends = below > 0 ? ` ${formatCount(below, 'token')} made from them end with them.` : '';
  const after = isRevoking(kind)
    ? `You can take it back for ${UNDO_SECONDS} seconds; then it is final.`
    : 'They are denied until resumed.';
  return `They act in ${named}; ${formatNumber(used)} of them have been used.${ends} ${after}`;
}
