'use client';

import { RadioGroup } from '@/components/ui/choice';
import { Field, FieldGroup } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { Policy } from '@/domain/groups/policy';
import { ApprovalField } from './approval-field';
import { CeilingHint } from './ceiling-hint';
import { ceilingWords, delegatorWord, type PolicyCeilings } from './ceiling-words';
import { DurationField } from './duration-field';
import { USUAL } from './limits';
import { MINT_WORDS } from './policy-words';

const DELEGATION = [null, 'nobody', 'leads', 'members'] as const;

const DURATIONS = [
  {
    field: 'maxTtlSeconds',
    label: 'Longest lifetime of a token',
    hint: 'Shorter is safer: rotation costs its users nothing.',
    presets: USUAL.lifetimes,
  },
  {
    field: 'defaultTtlSeconds',
    label: 'Lifetime unless asked',
    hint: 'At most the longest.',
    presets: USUAL.lifetimes,
  },
  {
    field: 'idleLimitSeconds',
    label: 'Idle limit',
    hint: 'A token unused for this long is denied until somebody resumes it.',
    presets: USUAL.idleLimits,
    noneLabel: 'No limit',
  },
  {
    field: 'rotationPeriodSeconds',
    label: 'Rotation period',
    hint: 'A token older than this is denied until it is rotated.',
    presets: USUAL.periods,
    noneLabel: 'No period',
  },
  {
    field: 'rotationOverlapSeconds',
    label: 'Rotation overlap',
    hint: 'A rotated token goes on for this long beside its successor.',
    presets: USUAL.overlaps,
  },
] as const;

/** The limits on a group's tokens, as form controls named `policy.…`, each beside its ceiling. */
export function PolicyFields(props: {
  policy: Policy;
  /** Undefined where the reader may not know them. */
  ceilings: PolicyCeilings | undefined;
  controlsKeyward: boolean;
}) {
  const { policy } = props;
  const ceilings = props.ceilings ? ceilingWords(policy, props.ceilings) : {};
  const ceilingOf = (field: keyof Policy) =>
    field === 'defaultTtlSeconds' ? undefined : ceilings[field];
  return (
    <div className="grid gap-x-6 gap-y-5 md:grid-cols-2">
      {DURATIONS.map(({ field, hint, ...duration }) => (
        <DurationField
          key={field}
          {...duration}
          name={`policy.${field}`}
          hint={<CeilingHint hint={hint} ceiling={ceilingOf(field)} />}
          defaultSeconds={policy[field]}
        />
      ))}
      <Field
        name="policy.whoMayDelegate"
        label="Who may delegate"
        hint={
          <CeilingHint
            hint="Give an agent a lesser token, which ends with the one it was made from."
            ceiling={ceilings.whoMayDelegate}
          />
        }
      >
        <Select
          defaultValue={policy.whoMayDelegate ?? ''}
          options={DELEGATION.map((who) => ({
            value: who ?? '',
            label: delegatorWord(who, props.controlsKeyward),
          }))}
        />
      </Field>
      <FieldGroup
        name="policy.whoMayMint"
        label="Who may create tokens"
        hint={<CeilingHint ceiling={ceilings.whoMayMint} />}
      >
        <RadioGroup
          name="policy.whoMayMint"
          defaultValue={policy.whoMayMint}
          options={Object.entries(MINT_WORDS).map(([value, words]) => ({ value, ...words }))}
        />
      </FieldGroup>
      <Field
        name="policy.allowedCidrs"
        label="Allowed addresses"
        optional
        hint={
          <CeilingHint
            hint="Addresses or CIDRs, one a line. Empty lets its tokens work from anywhere."
            ceiling={ceilings.allowedCidrs}
          />
        }
      >
        <Textarea
          mono
          rows={4}
          defaultValue={policy.allowedCidrs.join('\n')}
          placeholder={'10.0.0.0/8\n2001:db8::/32'}
          spellCheck={false}
        />
      </Field>
      <ApprovalField on={policy.approveServiceTokens} ceiling={ceilings.approveServiceTokens} />
    </div>
  );
}
