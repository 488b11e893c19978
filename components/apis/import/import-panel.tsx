'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { formatBytes, formatPercent } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { Progress } from '@/components/ui/progress';
import { Card, Section } from '@/components/ui/section';
import type { ApiView } from '@/domain/apis/api-view';
import { ChooseDocument } from './choose-document';
import { ImportDone } from './import-done';
import { ImportErrors } from './import-errors';
import { ImportPreview } from './import-preview';
import { type ImportState, useImport } from './use-import';

/** The import of one API, from the choice of a document to its result. */
export function ImportPanel(props: {
  api: Pick<ApiView, 'slug' | 'name' | 'document' | 'hosts' | 'basePath'>;
  /** Why the actor can't make operations public, if so. */
  openReason: string | undefined;
}) {
  const { api } = props;
  const router = useRouter();
  const flow = useImport(api.slug);
  const { state } = flow;
  const top = useRef<HTMLDivElement>(null);
  const { step } = state;

  // Each step replaces the last one, so focus follows it; on arrival it stays where it was.
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    top.current?.focus({ preventScroll: true });
    if (step === 'done') router.refresh();
  }, [step, router]);

  return (
    <div ref={top} tabIndex={-1} className="flex flex-col gap-5 outline-none">
      {step === 'choose' && state.refusal && <ImportErrors refusal={state.refusal} />}
      {/* Only hidden, so that a pasted document is there to be mended. */}
      <div hidden={step !== 'choose'}>
        <ChooseDocument document={api.document} onChoose={flow.preview} />
      </div>
      {step === 'send' && <Sending state={state} onStop={flow.stop} />}
      {step === 'preview' && (
        <>
          {state.refusal && <ImportErrors refusal={state.refusal} />}
          <ImportPreview
            api={api}
            name={state.source.name}
            plan={state.plan}
            chosen={state.source.chosen ?? {}}
            openReason={props.openReason}
            onChoose={(chosen) => {
              const { source, plan } = state;
              return flow.preview({ ...source, chosen: { ...source.chosen, ...chosen } }, plan);
            }}
            onApply={() => flow.apply(state.source, state.plan)}
            onStartOver={flow.startOver}
          />
        </>
      )}
      {step === 'done' && (
        <Card>
          <ImportDone api={api} plan={state.plan} onStartOver={flow.startOver} />
        </Card>
      )}
    </div>
  );
}

function Sending(props: { state: Extract<ImportState, { step: 'send' }>; onStop: () => void }) {
  const { source, apply, sent } = props.state;
  const reading = sent >= 1;
  const doing = reading
    ? apply
      ? 'Applying it'
      : 'Reading it and comparing with what is there'
    : `Uploading, ${formatPercent(sent, 0)}`;
  return (
    <Section
      title={apply ? 'Importing' : 'Preparing the preview'}
      actions={
        !reading && (
          <Button size="small" onClick={props.onStop}>
            Stop
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3 text-sm">
        <p>
          <strong className="font-medium">{source.name}</strong>{' '}
          <span className="text-muted">{formatBytes(source.document.size)}</span>
        </p>
        <Progress label={doing} {...(!reading && { value: sent })} />
        <p role="status" className="text-muted">
          {doing}…
        </p>
      </div>
    </Section>
  );
}
