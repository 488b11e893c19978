'use client';

import { useMemo } from 'react';
import { Checkbox } from '@/components/ui/choice';
import { Combobox } from '@/components/ui/combobox';
import { Field, FieldGroup } from '@/components/ui/field';
import type { GrantedScope } from '@/domain/authority/granted-scopes';
import { ScopeBoxes } from '../scope-boxes';
import { addedBy, addedWords } from './least-scopes';
import type { ChosenGroup } from './use-group-choice';

/** Past this many, checkboxes give way to a search. */
const MAX_BOXES = 12;
const SHARED = {
  ...{ name: 'scopes', label: 'Scopes', required: true },
  hint: 'Choose only what it needs: none is chosen for you.',
};

/** What the token may do, of what its group owns: some scopes, each with what it adds, or everything. */
export function LeastScopesField(props: {
  scopes: GrantedScope[];
  groupName: string;
  chosen: ChosenGroup;
}) {
  const { scopes, chosen } = props;
  if (scopes.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {scopes.length > MAX_BOXES ? <ManyScopes {...props} /> : <FewScopes {...props} />}
      <Checkbox
        name="isWhole"
        label={`Everything ${props.groupName} opens, now and later`}
        checked={chosen.isWhole}
        onChange={(event) => chosen.setIsWhole(event.target.checked)}
      />
    </div>
  );
}

type Props = Parameters<typeof LeastScopesField>[0];

function FewScopes({ scopes, chosen }: Props) {
  const { scopeIds, setScopeIds } = chosen;
  return (
    <FieldGroup {...SHARED}>
      <div className="flex flex-col gap-1">
        <ScopeBoxes
          scopes={scopes}
          chosen={scopeIds}
          onChange={setScopeIds}
          hintOf={(scope) => addedWords(addedBy(scopes, scopeIds, scope))}
        />
      </div>
    </FieldGroup>
  );
}

function ManyScopes({ scopes, chosen }: Props) {
  const { scopeIds, setScopeIds } = chosen;
  const options = useMemo(
    () =>
      scopes.map((scope) => ({
        value: scope.id,
        label: `${scope.api.slug}/${scope.name}`,
        hint: addedWords(addedBy(scopes, scopeIds, scope)),
      })),
    [scopes, scopeIds],
  );
  return (
    <Field {...SHARED}>
      <Combobox
        multiple
        mono
        options={options}
        value={scopeIds}
        onValueChange={setScopeIds}
        placeholder="Search scopes"
      />
    </Field>
  );
}
