'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { formatCount } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { ActionOutcome, FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { useToast } from '@/components/ui/toast';
import type { ProviderView } from '@/domain/sso/provider-view';

export interface MappingPreview {
  joining: number;
  ending: number;
  unknown: number;
  /** “Ada in Billing”, the first few. */
  joins: string[];
  ends: string[];
}

interface Line {
  key: number;
  mapping?: ProviderView['mappings'][number];
}

const ROLES = [
  { value: 'member', label: 'Member' },
  { value: 'lead', label: 'Lead' },
];
const DAY_SECONDS = 86_400;

/** Which groups of the provider lead where: edited line by line, previewed, saved at once. */
export function ProviderMappings(props: {
  mappings: ProviderView['mappings'];
  groups: { value: string; label: string }[];
  save: FormAction<{ endedMemberships: number }>;
  preview: (form: FormData) => Promise<ActionOutcome<MappingPreview>>;
}) {
  const toast = useToast();
  const router = useRouter();
  const next = useRef(props.mappings.length);
  const [lines, setLines] = useState<Line[]>(
    props.mappings.map((mapping, key) => ({ key, mapping })),
  );
  const [preview, setPreview] = useState<ActionOutcome<MappingPreview>>();
  async function look(button: HTMLButtonElement) {
    if (button.form) setPreview(await props.preview(new FormData(button.form)));
  }
  return (
    <Form
      action={props.save}
      aria-label="Mappings"
      onDone={({ endedMemberships }) => {
        toast.done(
          endedMemberships === 0
            ? 'The mappings are saved'
            : `The mappings are saved; ${formatCount(endedMemberships, 'membership')} ended`,
        );
        setPreview(undefined);
        router.refresh();
      }}
    >
      {lines.map(({ key, mapping }, index) => (
        <fieldset
          key={key}
          className="grid gap-3 border-b border-line pb-4 lg:grid-cols-[2fr_2fr_1fr_1fr_auto]"
        >
          <legend className="sr-only">Mapping {index + 1}</legend>
          <Field name={`mappings.${index}.externalGroup`} label="Group at the provider" required>
            <Input mono defaultValue={mapping?.externalGroup ?? ''} spellCheck={false} />
          </Field>
          <Field name={`mappings.${index}.group`} label="Group here" required>
            <Combobox options={props.groups} {...(mapping && { defaultValue: mapping.group.id })} />
          </Field>
          <Field name={`mappings.${index}.role`} label="Role">
            <Select options={ROLES} defaultValue={mapping?.role ?? 'member'} />
          </Field>
          <Field name={`mappings.${index}.endsAfterSeconds`} label="Ends after days" optional>
            <Input
              inputMode="numeric"
              placeholder="never"
              defaultValue={mapping?.endsAfterSeconds ? mapping.endsAfterSeconds / DAY_SECONDS : ''}
            />
          </Field>
          <Button
            variant="ghost"
            icon={<Trash2 aria-hidden />}
            aria-label={`Remove mapping ${index + 1}`}
            className="self-end"
            onClick={() => setLines(lines.filter((line) => line.key !== key))}
          />
        </fieldset>
      ))}
      {lines.length === 0 && (
        <p className="text-sm text-muted">
          No group of the provider leads anywhere: people are added without a right.
        </p>
      )}
      <div>
        <Button
          icon={<Plus aria-hidden />}
          onClick={() => {
            setLines([...lines, { key: next.current }]);
            next.current += 1;
          }}
        >
          Add mapping
        </Button>
      </div>
      {preview && <Preview outcome={preview} />}
      <FormActions>
        <Button onClick={(event) => void look(event.currentTarget)}>Preview</Button>
        <SubmitButton>Save mappings</SubmitButton>
      </FormActions>
    </Form>
  );
}

function Preview({ outcome }: { outcome: ActionOutcome<MappingPreview> }) {
  if (outcome.status === 'refused') return <Notice tone="danger" title={outcome.message} live />;
  const { joining, ending, unknown, joins, ends } = outcome.result;
  return (
    <Notice
      tone={ending > 0 ? 'warn' : 'info'}
      title={`+${joining} at the next sign-in, −${ending} at once`}
      live
    >
      {joins.length > 0 && <p>Joining: {joins.join(', ')}</p>}
      {ends.length > 0 && <p>Ending, with their tokens: {ends.join(', ')}</p>}
      {unknown > 0 && (
        <p>Of {formatCount(unknown, 'person', 'people')} the provider has told no groups yet.</p>
      )}
    </Notice>
  );
}
