'use client';

import { useMemo } from 'react';
import { formatCount } from '@/components/format/format';
import { Checkbox } from '@/components/ui/choice';
import { Combobox } from '@/components/ui/combobox';
import { Field, FieldGroup } from '@/components/ui/field';
import { Mono } from '@/components/ui/mono-id';
import type { GrantedScope } from '@/domain/authority/granted-scopes';

/** Past this many, checkboxes give way to a search. */
const maxBoxes = 12;

/** Cuts the token down to some of the group's scopes; none chosen leaves it all of them. */
export function ScopesField(props: {
  scopes: GrantedScope[];
  groupName: string;
  chosenIds: string[];
  onChange: (ids: string[]) => void;
}) {
  const { scopes, chosenIds, onChange } = props;
  const options = useMemo(
    () =>
      scopes.map(({ id, name, api, operations }) => ({
        value: id,
        label: `${api.slug}/${name}`,
        hint: formatCount(operations.length, 'operation'),
      })),
    [scopes],
  );
  if (scopes.length === 0) return null;
  const shared = {
    name: 'scopes',
    label: 'Restrict to scopes',
    optional: true,
    hint: `Choose only what it needs. None chosen: all that ${props.groupName} opens, now and later.`,
  };
  if (scopes.length > maxBoxes) {
    return (
      <Field {...shared}>
        <Combobox
          multiple
          mono
          options={options}
          value={chosenIds}
          onValueChange={onChange}
          placeholder="Search scopes"
        />
      </Field>
    );
  }
  return (
    <FieldGroup {...shared}>
      <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
        {options.map(({ value, label, hint }) => (
          <Checkbox
            key={value}
            name="scopes"
            value={value}
            label={<Mono className="break-all">{label}</Mono>}
            hint={<span className="text-xs">{hint}</span>}
            checked={chosenIds.includes(value)}
            onChange={(event) =>
              onChange(
                event.target.checked
                  ? [...chosenIds, value]
                  : chosenIds.filter((id) => id !== value),
              )
            }
          />
        ))}
      </div>
    </FieldGroup>
  );
}
