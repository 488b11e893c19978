'use client';

import { Checkbox } from '@/components/ui/choice';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';

/** Hosts and base paths of an API, in its create dialog and its settings. */
export function AddressFields(props: {
  hosts?: string[];
  basePaths?: string[];
  ignoresTrailingSlash?: boolean;
  readOnly?: boolean;
}) {
  return (
    <>
      <Field
        name="hosts"
        label="Hosts"
        optional
        hint="One a line; *.example.com stands for one label. Gateways name the API by them. A port counts where the gateway vouches for it."
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
      <Field
        name="basePaths"
        label="Base paths"
        hint="One a line: what comes before every path, such as /v1 or /{version}."
      >
        <Textarea
          mono
          rows={2}
          spellCheck={false}
          defaultValue={props.basePaths?.join('\n') ?? '/'}
          readOnly={props.readOnly}
        />
      </Field>
      <Checkbox
        name="ignoresTrailingSlash"
        label="A trailing slash makes no difference"
        hint="The API answers /invoices/ as it answers /invoices."
        defaultChecked={props.ignoresTrailingSlash}
        disabled={props.readOnly}
      />
    </>
  );
}
