'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { paths } from '@/components/paths';
import { useHydrated } from '@/components/ui/clock';
import { Combobox, type ComboboxOption } from '@/components/ui/combobox';
import { CopyButton } from '@/components/ui/copy-button';
import { Field } from '@/components/ui/field';

/** Chooses the operation the question is about; the choice is the page's address. */
export function OperationPicker(props: {
  apiSlug: string;
  options: ComboboxOption[];
  chosen: string | null;
}) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  function choose(operation: string | null) {
    const href = paths.apiCallers(props.apiSlug, operation ?? undefined);
    startTransition(() => router.push(href, { scroll: false }));
  }
  return (
    <div
      aria-busy={pending}
      className="flex items-end gap-2 transition-opacity delay-150 aria-busy:opacity-60"
    >
      <Field name="operation" label="Who can call" className="w-full max-w-2xl">
        <Combobox
          mono
          options={props.options}
          value={props.chosen}
          onValueChange={choose}
          placeholder="Search by method, path or name"
          emptyText="No operation has all these words."
        />
      </Field>
      {props.chosen !== null && <CopyLink href={paths.apiCallers(props.apiSlug, props.chosen)} />}
    </div>
  );
}

function CopyLink(props: { href: string }) {
  const origin = useHydrated() ? window.location.origin : '';
  return (
    <CopyButton
      text={`${origin}${props.href}`}
      label="Copy link to this answer"
      className="size-8"
    />
  );
}
