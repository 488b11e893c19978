'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { formatCount } from '@/components/format/format';
import { attempt } from '@/components/ui/attempt';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { ActionOutcome, FormAction } from '@/components/ui/form-state';
import { Notice } from '@/components/ui/notice';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import { Select } from '@/components/ui/select';
import { useToast } from '@/components/ui/toast';
import type { PushedView } from '@/domain/scim/pushed-view';

export interface PushedPreview {
  joining: number;
  ending: number;
  kept: number;
  /** “Ada in Billing”, the first few. */
  joins: string[];
  ends: string[];
}

interface Line {
  key: number;
  mapping?: PushedView['mappings'][number];
}

const ROLES = [
  { value: 'member', label: 'Member' },
  { value: 'lead', label: 'Lead' },
];

/** Where a pushed group leads: edited line by line; what that changes is shown before it can be saved. */
export function PushedMappings(props: {
  mappings: PushedView['mappings'];
  groups: { value: string; label: string }[];
  save: FormAction<{ joined: number; ended: number }>;
  preview: (form: FormData) => Promise<ActionOutcome<PushedPreview>>;
}) {
  const toast = useToast();
  const router = useRouter();
  const next = useRef(props.mappings.length);
  const [lines, setLines] = useState<Line[]>(
    props.mappings.map((mapping, key) => ({ key, mapping })),
  );
  const [pending, setPending] = useState(false);
  const [preview, setPreview] = useState<ActionOutcome<PushedPreview>>();
  // What was looked at: an answer for other lines is none.
  const edit = useRef(0);
  const changed = () => {
    edit.current += 1;
    setPreview(undefined);
  };
  async function look({ form }: HTMLButtonElement) {
    if (!form) return;
    const lookedAt = edit.current;
    setPending(true);
    const seen = await attempt('what it changes', () => props.preview(new FormData(form)));
    setPending(false);
    if (lookedAt === edit.current) setPreview(seen);
  }
  const isSeen = preview?.status === 'done';
  return (
    <Form
      action={props.save}
      aria-label="Mappings"
      onDone={({ joined, ended }) => {
        toast.done(
          'The mappings are saved',
          `${formatCount(joined, 'person', 'people')} joined, ${formatCount(ended, 'membership')} ended`,
        );
        setPreview(undefined);
        router.refresh();
      }}
    >
      {lines.map(({ key, mapping }, index) => (
        <fieldset
          key={key}
          className="grid gap-3 border-b border-line pb-4 sm:grid-cols-[2fr_1fr_auto]"
        >
          <legend className="sr-only">Mapping {index + 1}</legend>
          <Field name={`mappings.${index}.group`} label="Group here" required>
            <Combobox
              options={props.groups}
              onValueChange={changed}
              {...(mapping && { defaultValue: mapping.group.id })}
            />
          </Field>
          <Field name={`mappings.${index}.role`} label="Role">
            <Select options={ROLES} defaultValue={mapping?.role ?? 'member'} onChange={changed} />
          </Field>
          <Button
            variant="ghost"
            icon={<Trash2 aria-hidden />}
            aria-label={`Remove mapping ${index + 1}`}
            className="self-end"
            onClick={() => {
              setLines(lines.filter((line) => line.key !== key));
              changed();
            }}
          />
        </fieldset>
      ))}
      {lines.length === 0 && (
        <p className="text-sm text-muted">The group leads nowhere: who is in it gains nothing.</p>
      )}
      <div>
        <Button
          icon={<Plus aria-hidden />}
          onClick={() => {
            setLines([...lines, { key: next.current }]);
            next.current += 1;
            changed();
          }}
        >
          Add mapping
        </Button>
      </div>
      {preview && <Preview outcome={preview} />}
      <FormActions>
        <Button
          variant={isSeen ? 'secondary' : 'primary'}
          pending={pending}
          onClick={(event) => void look(event.currentTarget)}
        >
          Show what changes
        </Button>
        {isSeen && <SubmitButton>Save mappings</SubmitButton>}
      </FormActions>
    </Form>
  );
}

function Preview({ outcome }: { outcome: ActionOutcome<PushedPreview> }) {
  if (outcome.status === 'refused') return <RefusalNotice refusal={outcome} />;
  const { joining, ending, kept, joins, ends } = outcome.result;
  const more = (named: string[], all: number) =>
    all > named.length ? ` and ${all - named.length} more` : '';
  return (
    <Notice
      tone={ending > 0 ? 'warn' : 'info'}
      title={`+${joining} −${ending} ${joining + ending === 1 ? 'membership' : 'memberships'}, at once`}
      live
    >
      {joins.length > 0 && (
        <p>
          Joining: {joins.join(', ')}
          {more(joins, joining)}
        </p>
      )}
      {ends.length > 0 && (
        <p>
          Ending, with their tokens: {ends.join(', ')}
          {more(ends, ending)}
        </p>
      )}
      {kept > 0 && (
        <p>
          {formatCount(kept, 'person is', 'people are')} a member already, by hand or by another
          source: that stays as it is.
        </p>
      )}
    </Notice>
  );
}
