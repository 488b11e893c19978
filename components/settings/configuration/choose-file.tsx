'use client';

import { FileUp } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/choice';
import { Field } from '@/components/ui/field';
import type { Refused } from '@/components/ui/form-state';
import { Textarea } from '@/components/ui/input';
import { Section } from '@/components/ui/section';
import type { SentFile } from './ask-file';
import { ChosenDocuments } from './chosen-documents';
import { FileButton } from './file-button';
import { FileProblems } from './file-problems';

/** The text of a file, uploaded or pasted, with the documents it names. */
export function ChooseFile(props: {
  refusal: Refused | undefined;
  /** Which is to be shown, as `line:column`. */
  line: string | undefined;
  onCompare: (sent: SentFile) => Promise<void>;
  onChange: () => void;
}) {
  const text = useRef<HTMLTextAreaElement>(null);
  const [isEmpty, setEmpty] = useState(true);
  const [documents, setDocuments] = useState<ReadonlyMap<string, string>>(new Map());
  const [pending, startTransition] = useTransition();

  const { line } = props;
  useEffect(() => {
    if (line !== undefined && text.current) showPlace(text.current, line);
  }, [line]);

  function changed() {
    setEmpty(text.current?.value.trim() === '');
    props.onChange();
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const file = text.current?.value ?? '';
    if (pending || file.trim() === '') return;
    const prune = new FormData(event.currentTarget).get('prune') === 'on';
    const sent = { file, documents: Object.fromEntries(documents), prune };
    startTransition(() => props.onCompare(sent));
  }
  return (
    <Section
      title="Compare and apply a file"
      description="You see what it would change, and for which tokens, before anything is changed. What a file leaves out stays as it is."
      actions={
        <FileButton
          label="Configuration file"
          accept=".yaml,.yml,.json,application/yaml,text/yaml,application/json"
          icon={<FileUp aria-hidden />}
          onFiles={async ([file]) => {
            if (!file || !text.current) return;
            text.current.value = await file.text();
            changed();
          }}
        >
          Choose a file
        </FileButton>
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        {props.refusal && (
          <FileProblems
            refusal={props.refusal}
            onLine={(place) => text.current && showPlace(text.current, place)}
          />
        )}
        <Field name="file" label="The file" hint="YAML or JSON, of at most a million characters.">
          <Textarea
            ref={text}
            mono
            rows={14}
            spellCheck={false}
            wrap="off"
            placeholder={'version: 1\ngroups:\n  billing:\n    scopes: [billing/invoices:read]'}
            onChange={changed}
            className="resize-y text-xs"
          />
        </Field>
        <ChosenDocuments documents={documents} onChange={setDocuments} />
        <Checkbox
          name="prune"
          label="Delete what the sections of the file leave out"
          hint="Sections that the file doesn’t have are left alone all the same."
          onChange={props.onChange}
        />
        <div>
          <Button
            type="submit"
            variant="primary"
            pending={pending}
            disabledReason={isEmpty ? 'Choose or paste a file first' : undefined}
          >
            Compare
          </Button>
        </div>
      </form>
    </Section>
  );
}

/** Selects a line. @param place `line:column`, from 1 */
function showPlace(area: HTMLTextAreaElement, place: string) {
  const line = Number(place.split(':')[0]) - 1;
  const lines = area.value.split('\n');
  const start = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line]?.length ?? 0));
  area.scrollTop = (area.scrollHeight / lines.length) * Math.max(0, line - 3);
}
