'use client';

import { Checkbox } from '@/components/ui/choice';
import { Mono } from '@/components/ui/mono-id';
import type { GrantedScope } from '@/domain/authority/granted-scopes';

/** A checkbox for each scope of a group, as `scopes` of a form; each with its hint. */
export function ScopeBoxes(props: {
  scopes: readonly GrantedScope[];
  /** Ids. */
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  hintOf: (scope: GrantedScope) => string;
}) {
  const { scopes, chosen, onChange, hintOf } = props;
  return scopes.map((scope) => (
    <Checkbox
      key={scope.id}
      name="scopes"
      value={scope.id}
      label={
        <Mono className="break-all">
          {scope.api.slug}/{scope.name}
        </Mono>
      }
      hint={<span className="text-xs">{hintOf(scope)}</span>}
      checked={chosen.includes(scope.id)}
      onChange={({ target }) =>
        onChange(target.checked ? [...chosen, scope.id] : chosen.filter((id) => id !== scope.id))
      }
    />
  ));
}
