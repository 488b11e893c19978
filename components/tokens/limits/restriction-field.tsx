'use client';

import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { FieldGroup } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import type { Uses } from '@/domain/access/uses';
import type { GrantedScope } from '@/domain/authority/granted-scopes';
import { ScopeBoxes } from '../scope-boxes';
import type { TokenRow } from '../token-row';
import type { LimitsChoice } from './limits-question';
import { heldScopeIds, operationsBetween, stillUsed, usedScopeIds } from './restriction';

/** Which of its group's scopes the token has, what of each was called, and what a change would do. */
export function RestrictionField(props: {
  token: TokenRow;
  choice: LimitsChoice;
  /** It came to be restricted: what was called in 90 days is chosen. */
  isWanted: boolean;
}) {
  const { token } = props;
  const { scopes, uses } = props.choice;
  const held = heldScopeIds(scopes, token.scopes);
  const used = uses ? held.filter((id) => usedScopeIds(uses).includes(id)) : [];
  const [chosen, setChosen] = useState(props.isWanted && used.length > 0 ? used : held);
  if (scopes.length === 0) return null;
  const isWhole =
    chosen.length === scopes.length && (token.scopes === null || held.length < scopes.length);
  return (
    <div className="flex flex-col gap-2">
      <input type="hidden" name="isWhole" value={isWhole ? 'on' : ''} />
      <FieldGroup
        name="scopes"
        label="Scopes"
        hint={`All chosen: whatever ${token.group.name} opens, now and later.`}
      >
        <div className="flex max-h-64 flex-col gap-1 overflow-y-auto *:shrink-0">
          <ScopeBoxes
            scopes={scopes}
            chosen={chosen}
            onChange={setChosen}
            hintOf={(scope) => usedWords(scope, uses)}
          />
        </div>
      </FieldGroup>
      {used.length > 0 && used.length < held.length && (
        <div>
          <Button size="small" onClick={() => setChosen(used)}>
            Keep what was used in 90 days
          </Button>
        </div>
      )}
      <Consequence {...props.choice} held={held} chosen={chosen} />
    </div>
  );
}

function usedWords(scope: GrantedScope, uses: Uses | null): string {
  const counted = formatCount(scope.operations.length, 'operation');
  const found = uses?.scopes.find(({ id }) => id === scope.id);
  if (!found) return counted;
  const called = found.operations.filter(({ used90 }) => used90 > 0).length;
  return called === 0
    ? `${counted}, none used in 90 days`
    : `${counted}, ${called} used in 90 days`;
}

function Consequence(props: LimitsChoice & { held: string[]; chosen: string[] }) {
  const { lost, gained } = operationsBetween(props.scopes, props.held, props.chosen);
  const missed = props.uses ? stillUsed(props.uses, lost) : [];
  if (props.chosen.length === 0) {
    return <p className="text-sm text-danger">Choose at least one, or revoke the token.</p>;
  }
  if (lost.length === 0 && gained.length === 0) {
    return <p className="text-sm text-muted">Opens what it opens now.</p>;
  }
  return (
    <Notice
      tone={missed.length > 0 || gained.length > 0 ? 'warn' : 'info'}
      title={[
        lost.length > 0 && `Loses ${formatCount(lost.length, 'operation')}`,
        gained.length > 0 && `Gains ${formatCount(gained.length, 'operation')}`,
      ]
        .filter(Boolean)
        .join(' · ')}
    >
      <p>
        {missed.length > 0
          ? `${formatCount(missed.length, 'of them was', 'of them were')} called in 90 days and would be denied: ${missed.slice(0, 3).join(', ')}${missed.length > 3 ? ', …' : ''}.`
          : lost.length > 0
            ? 'None of them was called in 90 days.'
            : 'It takes the right to create such a token.'}
      </p>
    </Notice>
  );
}
