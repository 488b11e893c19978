'use client';

import { useState } from 'react';
import { Field } from './field';
import { Input } from './input';

/** A name and its slug, which follows the name until someone types one of their own. */
export function NameAndSlug(props: { hint: string }) {
  const [name, setName] = useState('');
  const [ownSlug, setOwnSlug] = useState<string>();
  return (
    <>
      <Field name="name" label="Name" required>
        <Input value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field name="slug" label="Slug" required hint={props.hint}>
        <Input
          mono
          spellCheck={false}
          value={ownSlug ?? slugOf(name)}
          onChange={(event) => setOwnSlug(event.target.value)}
        />
      </Field>
    </>
  );
}

/** A slug to suggest for a name: "Billing API (EU)" → "billing-api-eu". */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replaceAll(/^-+|-+$/g, '');
}
