'use client';

import { OctagonX } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount, formatDate } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Checkbox } from '@/components/ui/choice';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { ButtonLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import type { Held } from './holdings';
import type { Made } from './made';

export type Offboarded = {
  revokedTokens: number;
  endedSessions: number;
  /** Names of groups. */
  left: string[];
  keptByProvider: string[];
  /** Sentences: who leads what, and what belongs to whom. */
  handedOver: string[];
};

/** Whom the lead passes to, which tokens made for others end too, and why; then what came of it. */
export function OffboardForm(props: {
  identity: { id: string; name: string };
  isSelf: boolean;
  /** Groups that nobody else leads. */
  leads: { id: string; name: string }[];
  madeTokens: Made['tokens'];
  /** Service accounts in their care, and the groups that each can belong to. */
  services: Held['serviceAccounts'];
  offboard: FormAction<Offboarded>;
}) {
  const { identity, leads, madeTokens } = props;
  const router = useRouter();
  const [outcome, setOutcome] = useState<Offboarded>();
  if (outcome) return <Outcome name={identity.name} outcome={outcome} />;
  return (
    <Form
      action={props.offboard}
      aria-label={`Offboard ${identity.name}`}
      onDone={(result) => {
        setOutcome(result);
        router.refresh();
      }}
    >
      <Section title="Hand over">
        <div className="space-y-4">
          {leads.map(({ id, name }) => (
            <div key={id}>
              <input type="hidden" name="leadGroup" value={id} />
              <Field
                name={`leads.${id}`}
                label={`Who leads ${name} from now on`}
                hint="Email of a person. Left empty, only administrators manage the group."
                optional
              >
                <Input autoComplete="off" />
              </Field>
            </div>
          ))}
          {props.services.map((service) => (
            <ServiceOwner key={service.id} service={service} />
          ))}
          {madeTokens.length > 0 && (
            <fieldset className="space-y-2 text-sm">
              <legend className="pb-1">
                Tokens that <bdi>{identity.name}</bdi> made for others go on. Tick what is to end as
                well.
              </legend>
              {madeTokens.map(({ id, name, identity: holder, group, expiresAt }) => (
                <Checkbox
                  key={id}
                  name="alsoRevoke"
                  value={id}
                  label={name}
                  hint={`Acts for ${holder.name} in ${group.name}, until ${formatDate(expiresAt)}`}
                />
              ))}
            </fieldset>
          )}
          <Field name="reason" label="Reason" hint="It stands in the log." optional>
            <Input maxLength={500} />
          </Field>
        </div>
      </Section>
      <FormActions>
        <ButtonLink href={paths.person(identity.id)}>Cancel</ButtonLink>
        <SubmitButton
          variant="danger"
          icon={<OctagonX aria-hidden />}
          disabledReason={props.isSelf ? 'Somebody else must offboard you' : undefined}
        >
          Offboard <bdi>{identity.name}</bdi>
        </SubmitButton>
      </FormActions>
    </Form>
  );
}

/** Whose a service account is from now on; left as it is, the leads of its group keep it. */
function ServiceOwner(props: { service: Held['serviceAccounts'][number] }) {
  const { id, name, owner, groups } = props.service;
  const isListed = groups.some((group) => group.id === owner?.id);
  return (
    <div>
      <input type="hidden" name="service" value={id} />
      <input type="hidden" name={`owner.${id}`} value={owner?.id ?? ''} />
      <Field
        name={`services.${id}`}
        label={`Who looks after ${name} from now on`}
        hint={
          owner
            ? `It belongs to ${owner.name}. Its tokens go on working.`
            : 'It belongs to no group: without one only administrators look after it.'
        }
      >
        <Select
          {...(!isListed && { placeholder: owner?.name ?? 'Administrators only' })}
          defaultValue={isListed ? owner?.id : ''}
          options={groups.map((group) => ({ value: group.id, label: `Leads of ${group.name}` }))}
        />
      </Field>
    </div>
  );
}

function Outcome(props: { name: string; outcome: Offboarded }) {
  const { revokedTokens, endedSessions, left, keptByProvider, handedOver } = props.outcome;
  return (
    <Notice tone="ok" title={`${props.name} is offboarded`}>
      <div role="status">
        <ul>
          <li>Nothing of theirs works any more.</li>
          <li>
            {formatCount(revokedTokens, 'token')} revoked, {formatCount(endedSessions, 'session')}{' '}
            ended, the account suspended.
          </li>
          {left.length > 0 && <li>Left {left.join(', ')}.</li>}
          {handedOver.map((line) => (
            <li key={line}>{line}.</li>
          ))}
          {keptByProvider.length > 0 && (
            <li>
              Still named by a provider in {keptByProvider.join(', ')}: change it there. It gives
              nothing while they are suspended.
            </li>
          )}
        </ul>
      </div>
    </Notice>
  );
}
