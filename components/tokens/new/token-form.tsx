'use client';

import { useMemo, useState } from 'react';
import { AskedProblem } from '@/components/asking/asked-problem';
import { paths } from '@/components/paths';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Textarea } from '@/components/ui/input';
import { ButtonLink } from '@/components/ui/link';
import { privilegedHint } from '@/components/ui/privileged-mark';
import { Card } from '@/components/ui/section';
import { addressHint } from '../address-hint';
import type { GroupOption } from './group-choice';
import { LeastScopesField } from './least-scopes-field';
import { LifetimeField } from './lifetime-field';
import { PurposeField } from './purpose-field';
import type { Purpose } from './purposes';
import type { ChosenGroup } from './use-group-choice';

const nothing = () => undefined;

/** Purpose, group, owner, scopes, lifetime, addresses. */
export function TokenForm(props: { groups: GroupOption[]; chosen: ChosenGroup; mint: FormAction }) {
  const { chosen } = props;
  const { choice } = chosen;
  const [name, setName] = useState('');
  const [purpose, setPurpose] = useState<Purpose | null>(null);
  return (
    <Card>
      <Form action={props.mint} onDone={nothing} aria-label="Create token" className="gap-5!">
        <PurposeField
          name={name}
          purpose={purpose}
          onName={setName}
          onPurpose={(wanted) => {
            setPurpose(wanted);
            if (name === '' || name === purpose?.name) setName(wanted.name);
          }}
        />
        <GroupField groups={props.groups} chosen={chosen} />
        <IdentityField chosen={chosen} />
        {choice && (
          <>
            <LeastScopesField
              key={`scopes ${choice.group.id}`}
              scopes={choice.scopes}
              groupName={choice.group.name}
              chosen={chosen}
            />
            <LifetimeField
              key={`lifetime ${choice.group.id} ${purpose?.id}`}
              policy={choice.group.policy}
              wantedSeconds={purpose?.ttlSeconds}
            />
          </>
        )}
        <Field
          name="allowedCidrs"
          label="Allowed addresses"
          optional
          hint={addressHint(choice?.group.policy.allowedCidrs)}
        >
          <Textarea mono rows={2} placeholder="203.0.113.0/24" />
        </Field>
        <FormActions>
          <ButtonLink href={paths.tokens()}>Cancel</ButtonLink>
          <SubmitButton>Create token</SubmitButton>
        </FormActions>
      </Form>
    </Card>
  );
}

function GroupField(props: { groups: GroupOption[]; chosen: ChosenGroup }) {
  const { groups, chosen } = props;
  const options = useMemo(
    () =>
      groups.map(({ id, slug, name, refusal, controlsKeyward }) => ({
        value: id,
        label: name,
        hint: privilegedHint({ controlsKeyward }, refusal === null ? slug : `${slug} · ${refusal}`),
        disabled: refusal !== null,
      })),
    [groups],
  );
  return (
    <>
      <Field name="group" label="Group" required hint="Decides what the token can open.">
        <Combobox
          options={options}
          value={chosen.groupId}
          onValueChange={chosen.chooseGroup}
          placeholder="Choose a group"
          emptyText="No group of yours matches."
        />
      </Field>
      <AskedProblem asked={chosen.asked} title="The group could not be read" />
    </>
  );
}

function IdentityField({ chosen }: { chosen: ChosenGroup }) {
  const { choice } = chosen;
  const options = useMemo(
    () =>
      (choice?.members ?? []).map(({ id, type, name, handle, refusal }) => {
        const kind = type === 'service' ? 'service account' : 'you';
        const hint = [handle, kind, refusal].filter(Boolean).join(' · ');
        return { value: id, label: name, hint, disabled: refusal !== null };
      }),
    [choice],
  );
  const cut = choice?.membersCut ? ' Only part of its members are listed.' : '';
  const hint = choice
    ? options.length > 0
      ? `A service account in ${choice.group.name}, or you: other people create their own tokens.${cut}`
      : `${choice.group.name} has no service account and you are not in it: people create their own tokens.`
    : chosen.loading
      ? 'Reading the members of the group…'
      : 'Choose the group first: only its members can hold a token in it.';
  return (
    <Field name="identity" label="Acts for" required hint={hint}>
      <Combobox
        options={options}
        value={chosen.identity}
        onValueChange={chosen.setIdentity}
        placeholder="Yourself or a service account"
        emptyText={choice ? 'Nobody you can create it for matches.' : 'Choose the group first.'}
      />
    </Field>
  );
}
