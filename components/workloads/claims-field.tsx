'use client';

import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { FieldGroup } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { ClaimValue } from '@/domain/workloads/claims';
import { SUGGESTED_CLAIMS } from '@/domain/workloads/suggested-claims';
import type { Preset } from '@/domain/workloads/workload-facts';

export interface ClaimRow {
  readonly name: string;
  readonly value: ClaimValue;
}

interface Row {
  readonly key: number;
  readonly name: string;
  readonly value: string;
  readonly type: string;
}

const TYPES = [
  { value: 'string', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'True or false' },
];

const rowOf = ({ name, value }: ClaimRow, key: number): Row => ({
  ...{ key, name, value: String(value), type: typeof value },
});

/** What the JWT must claim: names and exact values, each with what it says of the workload. */
export function ClaimsField(props: { preset: Preset; initial: readonly ClaimRow[] }) {
  const { preset } = props;
  const [rows, setRows] = useState(() => props.initial.map(rowOf));
  const [made, setMade] = useState(rows.length);
  const suggested = new Map(SUGGESTED_CLAIMS[preset].map((claim) => [claim.name, claim]));
  const change = (key: number, set: Partial<Row>) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...set } : row)));
  function add() {
    setRows([...rows, rowOf({ name: '', value: '' }, made)]);
    setMade(made + 1);
  }
  return (
    <FieldGroup
      name="claims"
      label="Claims"
      required
      hint="Each must be in the JWT, exactly as written here."
    >
      <ul className="flex flex-col gap-3">
        {rows.map(({ key, name, value, type }, index) => (
          <li key={key} className="flex flex-col gap-1">
            <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 md:grid-cols-[14rem_minmax(0,1fr)_9rem_auto]">
              <Input
                mono
                name="claimName"
                aria-label={`Claim ${index + 1}`}
                placeholder="claim"
                spellCheck={false}
                value={name}
                onChange={(event) => change(key, { name: event.target.value })}
              />
              <Input
                mono
                name="claimValue"
                className="max-md:order-1"
                aria-label={`Value of ${name || `claim ${index + 1}`}`}
                placeholder={suggested.get(name)?.example ?? 'value'}
                spellCheck={false}
                value={value}
                onChange={(event) => change(key, { value: event.target.value })}
              />
              <Select
                name="claimType"
                className="max-md:order-1"
                aria-label={`Type of ${name || `claim ${index + 1}`}`}
                options={TYPES}
                value={type}
                onChange={(event) => change(key, { type: event.target.value })}
              />
              <IconButton
                label={`Leave out ${name || `claim ${index + 1}`}`}
                icon={<X />}
                onClick={() => setRows(rows.filter((row) => row.key !== key))}
              />
            </div>
            {suggested.has(name) && (
              <p className="text-sm text-muted">{suggested.get(name)?.meaning}</p>
            )}
          </li>
        ))}
      </ul>
      <div>
        <Button size="small" icon={<Plus aria-hidden />} onClick={add}>
          Add a claim
        </Button>
      </div>
    </FieldGroup>
  );
}
