'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { paths } from '@/components/paths';
import { Checkbox, RadioGroup } from '@/components/ui/choice';
import { Field, FieldGroup } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { ActionOutcome, FormAction } from '@/components/ui/form-state';
import { EmailInput, Input } from '@/components/ui/input';
import { ButtonLink } from '@/components/ui/link';
import { NameAndSlug } from '@/components/ui/name-and-slug';
import { loadSecretReveal } from '@/components/ui/secret-reveal';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';
import { InviteLink } from './invite-link';

type IdentityType = 'person' | 'service';

/** A new person, with the link that lets them in, or a new service account. */
export function CreateIdentityForm(props: {
  type: IdentityType;
  create: FormAction<{ id: string; name: string }>;
  invite: (id: string) => Promise<ActionOutcome<{ secret: string }>>;
  inviteRefusal: string | undefined;
  linkHours: number;
}) {
  const router = useRouter();
  const toast = useToast();
  const [type, setType] = useState(props.type);
  const inviteBox = useRef<HTMLInputElement>(null);
  const [invited, setInvited] = useState<{ id: string; name: string; code: string } | null>(null);

  async function onDone({ id, name }: { id: string; name: string }) {
    const wantsLink = type === 'person' && inviteBox.current?.checked === true;
    if (wantsLink) await loadSecretReveal();
    const outcome = wantsLink ? await props.invite(id) : null;
    if (outcome?.status === 'done') {
      return setInvited({ id, name, code: outcome.result.secret });
    }
    if (outcome) toast.refused(`${name} was created, but has no link yet`, outcome);
    else toast.done(`${name} created`, 'It can do nothing until it is in a group.');
    router.push(paths.person(id));
  }
  function finish() {
    const id = invited?.id;
    setInvited(null);
    if (id) router.push(paths.person(id));
  }
  return (
    <>
      <Form
        action={props.create}
        aria-label="Create"
        onDone={(made) => {
          onDone(made).catch((cause: unknown) => {
            console.error(new Error('The invitation link could not be made', { cause }));
            toast.failed(`${made.name} was created, but has no link yet`);
            router.push(paths.person(made.id));
          });
        }}
      >
        <Section title="Who">
          <div className="flex flex-col gap-4">
            <FieldGroup name="type" label="Type">
              <RadioGroup
                name="type"
                value={type}
                onValueChange={(value) => setType(value === 'service' ? 'service' : 'person')}
                options={[
                  { value: 'person', label: 'Person', hint: 'Signs in, and holds tokens.' },
                  {
                    value: 'service',
                    label: 'Service account',
                    hint: 'A program: holds tokens, never signs in, leads no group.',
                  },
                ]}
              />
            </FieldGroup>
            {type === 'person' ? (
              <PersonFields />
            ) : (
              <NameAndSlug hint="Names it in lists, the API and verdicts. It can’t be changed later." />
            )}
            {type === 'person' && (
              <Checkbox
                ref={inviteBox}
                defaultChecked={props.inviteRefusal === undefined}
                disabled={props.inviteRefusal !== undefined}
                label="Make an invitation link"
                hint={props.inviteRefusal ?? 'Shown once; with it they set a password and sign in.'}
              />
            )}
          </div>
        </Section>
        <FormActions>
          <ButtonLink href={paths.people()}>Cancel</ButtonLink>
          <SubmitButton>
            {type === 'person' ? 'Create person' : 'Create service account'}
          </SubmitButton>
        </FormActions>
      </Form>
      <InviteLink
        name={invited?.name ?? ''}
        code={invited?.code ?? null}
        hours={props.linkHours}
        onClose={finish}
      />
    </>
  );
}

function PersonFields() {
  return (
    <>
      <Field name="name" label="Name" required>
        <Input />
      </Field>
      <Field name="email" label="Email" required hint="They sign in with it.">
        <EmailInput />
      </Field>
    </>
  );
}
