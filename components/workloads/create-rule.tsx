'use client';

import { useRouter } from 'next/navigation';
import { AskedProblem } from '@/components/asking/asked-problem';
import { paths } from '@/components/paths';
import type { GroupChoice, GroupOption } from '@/components/tokens/new/group-choice';
import { ScopesField } from '@/components/tokens/new/scopes-field';
import { type ChosenGroup, useGroupChoice } from '@/components/tokens/new/use-group-choice';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { ButtonLink } from '@/components/ui/link';
import { privilegedHint } from '@/components/ui/privileged-mark';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import { useToast } from '@/components/ui/toast';
import type { TrustRuleView } from '@/domain/workloads/rule-view';
import type { RuleDraft } from '@/domain/workloads/suggested-claims';
import { DEFAULT_RULE_SECONDS } from '@/domain/workloads/workload-facts';
import { TermsFields } from './terms-fields';

/** More than these want a search. */
const MAX_SELECT = 15;

interface Props {
  readonly draft: RuleDraft;
  readonly groups: GroupOption[];
  readonly initialChoice: GroupChoice | null;
  readonly initialIdentity: string | null;
  readonly audienceHint: string;
  readonly create: FormAction<Pick<TrustRuleView, 'name' | 'slug' | 'approval'>>;
}

/** A new rule: what it is called, whom it trusts, and which tokens it gives. */
export function CreateRule(props: Props) {
  const { draft } = props;
  const router = useRouter();
  const toast = useToast();
  const chosen = useGroupChoice({ ...props, actorId: '' });
  return (
    <Form
      action={props.create}
      aria-label="Create trust rule"
      onDone={({ name, slug, approval }) => {
        if (approval === 'awaiting') {
          toast.done(
            `${name} waits for a second person`,
            'It gives nothing until one approves it.',
          );
        } else {
          toast.done(`${name} is trusted`, `Its pipeline asks for a token by the name ${slug}.`);
        }
        router.push(paths.settings('workloads'));
      }}
    >
      <Section title="About">
        <div className="grid gap-x-6 gap-y-4 md:grid-cols-2">
          <Field name="name" label="Name" required hint="Becomes the name of its tokens.">
            <Input defaultValue={draft.name} maxLength={100} placeholder="Deploy shop" />
          </Field>
          <Field name="slug" label="Slug" required hint="By this the pipeline asks for a token.">
            <Input mono spellCheck={false} defaultValue={draft.slug} placeholder="deploy-shop" />
          </Field>
        </div>
      </Section>
      <Section title="What it gives" description="A token of one service account in one group.">
        <div className="grid gap-x-6 gap-y-4 md:grid-cols-2">
          <GroupField groups={props.groups} chosen={chosen} />
          <AccountField chosen={chosen} />
          {chosen.choice && (
            <div className="md:col-span-2">
              <ScopesField
                key={chosen.choice.group.id}
                scopes={chosen.choice.scopes}
                groupName={chosen.choice.group.name}
                chosenIds={chosen.scopeIds}
                onChange={chosen.setScopeIds}
              />
            </div>
          )}
        </div>
      </Section>
      <TermsFields
        draft={draft}
        ttlSeconds={DEFAULT_RULE_SECONDS}
        audienceHint={props.audienceHint}
      />
      <FormActions>
        <ButtonLink href={paths.settings('workloads')}>Cancel</ButtonLink>
        <SubmitButton>Create trust rule</SubmitButton>
      </FormActions>
    </Form>
  );
}

function GroupField({ groups, chosen }: { groups: GroupOption[]; chosen: ChosenGroup }) {
  const options = groups.map(({ id, slug, name, refusal, controlsKeyward }) => ({
    ...{ value: id, label: name, disabled: refusal !== null },
    hint: privilegedHint({ controlsKeyward }, refusal ?? slug),
  }));
  return (
    <div>
      <Field name="group" label="Group" required hint="Decides what the tokens can open.">
        {options.length > MAX_SELECT ? (
          <Combobox
            options={options}
            value={chosen.groupId}
            onValueChange={chosen.chooseGroup}
            placeholder="Choose a group"
          />
        ) : (
          <Select
            options={options}
            placeholder="Choose a group"
            value={chosen.groupId ?? ''}
            onChange={(event) => chosen.chooseGroup(event.target.value || null)}
          />
        )}
      </Field>
      <AskedProblem asked={chosen.asked} title="The group could not be read" />
    </div>
  );
}

function AccountField({ chosen }: { chosen: ChosenGroup }) {
  const { choice } = chosen;
  const accounts = (choice?.members ?? []).filter(({ type }) => type === 'service');
  const able = accounts.filter(({ refusal }) => refusal === null);
  // Where there is one account, it is the one.
  const only = able.length === 1 ? able[0]?.id : undefined;
  const identity = able.find(({ id }) => id === chosen.identity)?.id ?? only ?? '';
  const hint = choice
    ? able.length > 0
      ? 'The tokens act for it, and end with its membership.'
      : `${choice.group.name} has no service account that is active: add one to it first.`
    : chosen.loading
      ? 'Reading the members of the group…'
      : 'Choose the group first.';
  return (
    <Field name="identity" label="Service account" required hint={hint}>
      <Select
        placeholder="Choose a service account"
        value={identity}
        onChange={(event) => chosen.setIdentity(event.target.value || null)}
        options={accounts.map(({ id, name, refusal }) => ({
          ...{ value: id, label: refusal ? `${name} (${refusal})` : name },
          disabled: refusal !== null,
        }))}
      />
    </Field>
  );
}
