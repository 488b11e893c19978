'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/choice';
import { DialogClose } from '@/components/ui/dialog';
import { Field, FieldGroup } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input, Textarea } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { SinkView } from '@/domain/sinks/sink-view';

export type SavedSink = { id: string; name: string };
type Place = SinkView['place'];

const KINDS = [
  { value: 'syslog', label: 'Syslog server (RFC 5424)' },
  { value: 'http', label: 'HTTP collector (NDJSON)' },
];
const SOURCES = ['changes', 'decisions'] as const;
const LOGS = {
  changes: { label: 'Changes', hint: 'What was done in Keyward, and what was denied there.' },
  decisions: { label: 'Decisions', hint: 'Every answer of every verifier.' },
};

/** Where a sink is and what it gets: a new one, or one that changes. */
export function SinkForm(props: {
  sink?: SinkView;
  save: FormAction<SavedSink>;
  onDone: (saved: SavedSink) => void;
}) {
  const { sink } = props;
  const [kind, setKind] = useState<string>(sink?.place.kind ?? 'syslog');
  const gets = new Set<string>(sink ? sink.positions.map(({ source }) => source) : SOURCES);
  return (
    <Form action={props.save} onDone={props.onDone} aria-label="Sink">
      <Field name="name" label="Name" required>
        <Input defaultValue={sink?.name ?? ''} />
      </Field>
      {sink ? (
        <input type="hidden" name="kind" value={kind} />
      ) : (
        <Field name="kind" label="Kind" required>
          <Select value={kind} onChange={(event) => setKind(event.target.value)} options={KINDS} />
        </Field>
      )}
      {kind === 'syslog' ? <SyslogFields place={sink?.place} /> : <HttpFields sink={sink} />}
      <FieldGroup
        name="sources"
        label="What it gets"
        hint={
          sink &&
          'A log that is added begins with what comes next; one that is taken away loses its place.'
        }
      >
        {SOURCES.map((source) => (
          <Checkbox
            key={source}
            name="sources"
            value={source}
            defaultChecked={gets.has(source)}
            {...LOGS[source]}
          />
        ))}
      </FieldGroup>
      <FormActions>
        <DialogClose render={<Button>Cancel</Button>} />
        <SubmitButton>{sink ? 'Save' : 'Create sink'}</SubmitButton>
      </FormActions>
    </Form>
  );
}

function SyslogFields({ place }: { place: Place | undefined }) {
  const now = place?.kind === 'syslog' ? place : undefined;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-[1fr_8rem]">
        <Field name="place.host" label="Host" required>
          <Input
            defaultValue={now?.host ?? ''}
            placeholder="logs.example.com"
            spellCheck={false}
            autoComplete="off"
          />
        </Field>
        <Field name="place.port" label="Port" required>
          <Input defaultValue={String(now?.port ?? 6_514)} inputMode="numeric" autoComplete="off" />
        </Field>
      </div>
      <Field name="place.tls" label="Connection" required>
        <Select
          defaultValue={String(now?.tls ?? true)}
          options={[
            { value: 'true', label: 'TLS' },
            { value: 'false', label: 'TCP, to hosts of DESTINATION_PRIVATE_HOSTS alone' },
          ]}
        />
      </Field>
      <Field
        name="place.ca"
        label="Authority of its certificate"
        hint="A PEM; empty: the authorities that are known anyway."
        optional
      >
        <Textarea
          defaultValue={now?.ca ?? ''}
          rows={3}
          spellCheck={false}
          className="font-mono"
          placeholder="-----BEGIN CERTIFICATE-----"
        />
      </Field>
    </>
  );
}

function HttpFields({ sink }: { sink: SinkView | undefined }) {
  return (
    <>
      <Field name="place.url" label="Address" hint="Takes a POST of one record a line." required>
        <Input
          defaultValue={sink?.place.kind === 'http' ? sink.place.url : ''}
          placeholder="https://logs.example.com/in"
          spellCheck={false}
          autoComplete="off"
        />
      </Field>
      <Field
        name="credential"
        label="Where the worker finds the bearer token"
        hint="env:NAME or file:/path, read anew at each use and never stored; empty: none is sent."
        optional
      >
        <Input
          defaultValue={sink?.credential ?? ''}
          placeholder="env:LOG_TOKEN"
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
        />
      </Field>
    </>
  );
}
