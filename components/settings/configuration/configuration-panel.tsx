'use client';

import { useEffect, useRef, useState } from 'react';
import type { Refused } from '@/components/ui/form-state';
import type { Plan } from '@/domain/configuration/plan-view';
import { type AskedPlan, planFile, type SentFile } from './ask-file';
import { ChooseFile } from './choose-file';
import { FileApplied } from './file-applied';
import { FilePlan } from './file-plan';

type State =
  /** `line`: to be shown in it, as `line:column`. */
  | { step: 'choose'; refusal?: Refused; line?: string }
  | { step: 'plan'; sent: SentFile; plan: AskedPlan }
  | { step: 'done'; plan: Plan };

/** From the choice of a file over its plan to what applying it has changed. */
export function ConfigurationPanel(props: { applyReason: string | undefined }) {
  const [state, setState] = useState<State>({ step: 'choose' });
  const top = useRef<HTMLDivElement>(null);
  const { step } = state;
  const isLineShown = step === 'choose' && state.line !== undefined;

  // Each step replaces the last one, so focus follows it; on arrival it stays where it was.
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    if (!isLineShown) top.current?.focus();
  }, [step, isLineShown]);

  async function compare(sent: SentFile) {
    const answer = await planFile(sent);
    if (answer.status === 'done') setState({ step: 'plan', sent, plan: answer.result });
    else setState({ step: 'choose', refusal: answer });
  }

  return (
    <div ref={top} tabIndex={-1} className="flex flex-col gap-5 outline-none">
      {/* Only hidden, so that what was typed is there to be mended. */}
      <div hidden={step !== 'choose'}>
        <ChooseFile
          refusal={step === 'choose' ? state.refusal : undefined}
          line={step === 'choose' ? state.line : undefined}
          onCompare={compare}
          onChange={() => step === 'choose' && state.refusal && setState({ step: 'choose' })}
        />
      </div>
      {step === 'plan' && (
        <FilePlan
          sent={state.sent}
          plan={state.plan}
          applyReason={props.applyReason}
          onBack={(line) => setState({ step: 'choose', ...(line !== undefined && { line }) })}
          onAgain={() => compare(state.sent)}
          onApplied={(plan) => setState({ step: 'done', plan })}
        />
      )}
      {step === 'done' && (
        <FileApplied plan={state.plan} onStartOver={() => setState({ step: 'choose' })} />
      )}
    </div>
  );
}
