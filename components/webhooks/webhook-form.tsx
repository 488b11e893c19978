'use client';

import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { paths } from '@/components/paths';
import { RadioGroup } from '@/components/ui/choice';
import { Combobox } from '@/components/ui/combobox';
import { Field, FieldGroup } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { ButtonLink } from '@/components/ui/link';
import { Select } from '@/components/ui/select';
import { useToast } from '@/components/ui/toast';
import type { WebhookView } from '@/domain/webhooks/webhook-view';
import type { ShownSecret } from './shown-secret';
import { topicOptions } from './topic-words';
import { useSecret } from './use-secret';
import { WebhookSecret } from './webhook-secret';

/** What can be chosen. */
interface Offered {
  readonly groups: { value: string; label: string }[];
  /** Actions that the log of changes tells of. */
  readonly actions: readonly string[];
}

/** A new webhook; its secret is shown once it is made. */
export function CreateWebhook(props: Offered & { create: FormAction<ShownSecret> }) {
  const router = useRouter();
  const [shown, setShown] = useState<ShownSecret | null>(null);
  const create = useSecret(props.create, setShown);
  return (
    <>
      <Form action={create} aria-label="Webhook" className="max-w-xl">
        <WebhookFields groups={props.groups} actions={props.actions} />
        <FormActions>
          <ButtonLink href={paths.settings('webhooks')}>Cancel</ButtonLink>
          <SubmitButton>Create webhook</SubmitButton>
        </FormActions>
      </Form>
      <WebhookSecret
        shown={shown}
        title={`${shown?.name ?? ''} is created`}
        onClose={() => {
          const id = shown?.id;
          setShown(null);
          if (id !== undefined) router.push(paths.webhook(id));
        }}
      />
    </>
  );
}

type Saved = { id: string; name: string };

export function EditWebhook(props: Offered & { webhook: WebhookView; save: FormAction<Saved> }) {
  const router = useRouter();
  const toast = useToast();
  function done({ id, name }: Saved) {
    toast.done(`${name} is saved`);
    router.push(paths.webhook(id));
    router.refresh();
  }
  return (
    <Form action={props.save} onDone={done} aria-label="Webhook" className="max-w-xl">
      <WebhookFields {...props} />
      <FormActions>
        <ButtonLink href={paths.webhook(props.webhook.id)}>Cancel</ButtonLink>
        <SubmitButton>Save</SubmitButton>
      </FormActions>
    </Form>
  );
}

function WebhookFields({ webhook, groups, actions }: Offered & { webhook?: WebhookView }) {
  const kept = useMemo(() => webhook?.topics.filter((topic) => topic !== '*') ?? [], [webhook]);
  const isEvery = webhook === undefined || webhook.topics.includes('*');
  const [told, setTold] = useState(isEvery ? 'every' : 'chosen');
  const options = useMemo(() => topicOptions(actions, kept), [actions, kept]);
  return (
    <>
      <Field
        name="url"
        label="Address"
        hint="Begins with https:// and is reachable on the internet. Treat it as a secret if its path is one."
        required
      >
        <Input
          type="url"
          defaultValue={webhook?.url ?? ''}
          placeholder="https://hooks.example.com/keyward"
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <Field
        name="name"
        label="Name"
        {...(webhook ? { required: true } : { optional: true, hint: 'Its host, unless you say.' })}
      >
        <Input defaultValue={webhook?.name ?? ''} autoComplete="off" />
      </Field>
      <FieldGroup name="told" label="What it is told">
        <RadioGroup
          name="told"
          value={told}
          onValueChange={setTold}
          options={[
            { value: 'every', label: 'Every change', hint: 'Whatever the audit log records.' },
            { value: 'chosen', label: 'Chosen topics' },
          ]}
        />
      </FieldGroup>
      {told === 'chosen' && (
        <Field
          name="topics"
          label="Topics"
          hint="All of a thing, one verb everywhere, or single actions."
          className="-mt-2 pl-6"
          required
        >
          <Combobox
            multiple
            options={options}
            defaultValue={kept}
            placeholder="Tokens: revoke"
            emptyText="No such topic"
          />
        </Field>
      )}
      <Field name="groups" label="Groups" hint="Only what concerns one of them." optional>
        <Combobox
          multiple
          options={groups}
          defaultValue={webhook?.groups.map(({ id }) => id) ?? []}
          placeholder="Every group"
        />
      </Field>
      <Field name="outcome" label="Outcome">
        <Select
          defaultValue={webhook?.outcome ?? ''}
          options={[
            { value: '', label: 'What was done and what was denied' },
            { value: 'done', label: 'Only what was done' },
            { value: 'denied', label: 'Only what was denied' },
          ]}
        />
      </Field>
    </>
  );
}
