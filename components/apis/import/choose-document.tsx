'use client';

import { FileUp } from 'lucide-react';
import {
  type DragEvent,
  type FormEvent,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react';
import { classNames } from '@/components/class-names';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import type { ApiView } from '@/domain/apis/api-view';
import { MAX_DOCUMENT_MB } from '@/domain/openapi/document-facts';
import type { ImportSource } from './use-import';

type OnChoose = (source: ImportSource) => Promise<void>;

/** Where a document comes from: dropped, picked, or pasted. */
export function ChooseDocument(props: { document: ApiView['document']; onChoose: OnChoose }) {
  const { document } = props;
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      <Section
        title="Upload a document"
        description={
          document ? (
            <>
              The last one was {document.title} {document.version}, imported{' '}
              <AbsoluteTime date={document.importedAt} />.
            </>
          ) : (
            'You see what would change before anything does.'
          )
        }
      >
        <DropZone onChoose={props.onChoose} />
      </Section>
      <Section title="Or paste it" description="JSON or YAML, just as it is.">
        <PasteForm onChoose={props.onChoose} />
      </Section>
    </div>
  );
}

function DropZone({ onChoose }: { onChoose: OnChoose }) {
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const [over, setOver] = useState(false);
  function take(files: FileList | null) {
    const file = files?.[0];
    if (file) void onChoose({ document: file, name: file.name });
  }
  function takeChosen() {
    if (!input.current) return;
    take(input.current.files);
    // So that the same file, mended, can be chosen again.
    input.current.value = '';
  }
  // A file may have been chosen before this page could listen.
  const takeEarly = useEffectEvent(takeChosen);
  useEffect(() => takeEarly(), []);
  function onDrag(event: DragEvent) {
    event.preventDefault();
    setOver(event.type === 'dragover');
    if (event.type === 'drop') take(event.dataTransfer.files);
  }
  return (
    <section
      aria-label="Drop a document here"
      onDragOver={onDrag}
      onDragLeave={onDrag}
      onDrop={onDrag}
      className={classNames(
        'flex min-h-56 flex-col items-center justify-center gap-3 rounded-lg border border-dashed px-4 text-center text-sm',
        over ? 'border-accent bg-accent-soft' : 'border-line-strong',
      )}
    >
      <FileUp aria-hidden size={20} className="text-muted" />
      <p>
        <span className="max-sm:hidden">Drop a file here, or </span>
        <Button
          size="small"
          className="mx-1"
          aria-describedby={hintId}
          onClick={() => input.current?.click()}
        >
          Choose file
        </Button>
      </p>
      <p id={hintId} className="text-muted">
        OpenAPI 3.0 to 3.2, or Swagger 2.0; JSON or YAML, also as gzip; up to {MAX_DOCUMENT_MB} MB
      </p>
      <input
        ref={input}
        type="file"
        aria-label="OpenAPI document"
        tabIndex={-1}
        className="sr-only"
        accept=".json,.yaml,.yml,.gz,application/json,application/yaml,text/yaml,application/gzip"
        onChange={takeChosen}
      />
    </section>
  );
}

function PasteForm({ onChoose }: { onChoose: OnChoose }) {
  const [empty, setEmpty] = useState(true);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('document');
    if (typeof text !== 'string' || text.trim() === '') return;
    void onChoose({ document: new Blob([text]), name: 'Pasted document' });
  }
  return (
    <form onSubmit={submit} className="flex min-h-56 flex-col gap-3">
      <Field name="document" label="Document" className="flex-1">
        <Textarea
          mono
          spellCheck={false}
          autoComplete="off"
          placeholder={'openapi: 3.1.0\ninfo:\n  title: Billing'}
          onChange={(event) => setEmpty(event.target.value.trim() === '')}
          className="flex-1 resize-none text-xs"
        />
      </Field>
      <div className="flex justify-end">
        <Button type="submit" disabledReason={empty ? 'Paste a document first' : undefined}>
          Preview
        </Button>
      </div>
    </form>
  );
}
