'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { paths } from '@/components/paths';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { ButtonLink } from '@/components/ui/link';
import { Select } from '@/components/ui/select';
import { useToast } from '@/components/ui/toast';
import type { DestinationView } from '@/domain/destinations/destination-view';
import { KIND_OPTIONS, KINDS, type Kind, type PlaceField } from './place-fields';

type Saved = { id: string; name: string };

/** Where a destination is and how to sign in there: a new one, or one that changes. */
export function DestinationForm(props: {
  destination?: DestinationView;
  groups: { value: string; label: string }[];
  save: FormAction<Saved>;
}) {
  const { destination } = props;
  const toast = useToast();
  const router = useRouter();
  const [kind, setKind] = useState<Kind>(destination?.kind ?? 'github');
  const words = KINDS[kind];
  const place = (destination?.place ?? {}) as Record<string, unknown>;
  function done({ id, name }: Saved) {
    toast.done(destination ? `${name} is saved` : `${name} is created`);
    router.push(paths.destination(id));
    router.refresh();
  }
  return (
    <Form action={props.save} onDone={done} aria-label="Destination" className="max-w-xl">
      <Field name="name" label="Name" required>
        <Input defaultValue={destination?.name ?? ''} />
      </Field>
      {destination ? (
        <input type="hidden" name="kind" value={kind} />
      ) : (
        <Field name="kind" label="Kind" required>
          <Select
            value={kind}
            onChange={(event) => setKind(event.target.value as Kind)}
            options={KIND_OPTIONS}
          />
        </Field>
      )}
      {words.fields.map((field) => (
        <PlaceControl key={`${kind} ${field.name}`} field={field} value={place[field.name]} />
      ))}
      <Field
        name="credential"
        label="Where the worker finds the credential"
        hint={`env:NAME or file:/path. ${words.credential} Keyward reads it at each use and never stores it.`}
        required
      >
        <Input
          defaultValue={destination?.credential ?? ''}
          placeholder="env:DEPLOY_CREDENTIAL"
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
        />
      </Field>
      <Field
        name="groups"
        label="Whose tokens may go there"
        hint="Groups; empty: tokens of every group."
        optional
      >
        <Combobox
          multiple
          options={props.groups}
          defaultValue={destination?.groups.map(({ id }) => id) ?? []}
          placeholder="Every group"
        />
      </Field>
      <FormActions>
        <ButtonLink
          href={destination ? paths.destination(destination.id) : paths.settings('destinations')}
        >
          Cancel
        </ButtonLink>
        <SubmitButton>{destination ? 'Save' : 'Create destination'}</SubmitButton>
      </FormActions>
    </Form>
  );
}

function PlaceControl({ field, value }: { field: PlaceField; value: unknown }) {
  const { name, label, hint, optional, options, initial = '' } = field;
  const start = value === undefined ? initial : String(value);
  return (
    <Field
      name={`place.${name}`}
      label={label}
      hint={hint}
      {...(optional ? { optional } : { required: true })}
    >
      {options ? (
        <Select defaultValue={start} options={options} />
      ) : (
        <Input defaultValue={start} spellCheck={false} autoComplete="off" />
      )}
    </Field>
  );
}
