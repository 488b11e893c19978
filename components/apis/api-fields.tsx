'use client';

import { Field } from '@/components/ui/field';
import { Input, Textarea } from '@/components/ui/input';

/** Hosts and base path of an API, in its create dialog and its settings. */
export function AddressFields(props: { hosts?: string[]; basePath?: string; readOnly?: boolean }) {
  return (
    <>
      <Field
        name="hosts"
        label="Hosts"
        optional
        hint="One a line; gateways name the API by them. A port counts where the gateway vouches for it."
      >
        <Textarea
          mono
          rows={2}
          spellCheck={false}
          placeholder="api.example.com"
          defaultValue={props.hosts?.join('\n')}
          readOnly={props.readOnly}
        />
      </Field>
      <Field name="basePath" label="Base path" hint="What comes before every path, such as /v1.">
        <Input mono defaultValue={props.basePath ?? '/'} readOnly={props.readOnly} />
      </Field>
    </>
  );
}
