'use client';

import { useEffect, useRef, useState } from 'react';
import { paths } from '@/components/paths';
import type { Refused } from '@/components/ui/form-state';
import type { ImportChoices } from '@/domain/apis/import-input';
import { whyNotDocument } from './check-document';
import type { ImportPlan } from './import-plan';
import { type ImportAnswer, sendDocument } from './send-document';

export type ChosenForImport = Partial<ImportChoices>;

export type ImportSource = { document: Blob; name: string; chosen?: ChosenForImport };

export type ImportState =
  | { step: 'choose'; refusal: Refused | null }
  | { step: 'send'; source: ImportSource; apply: boolean; sent: number }
  | { step: 'preview'; source: ImportSource; plan: ImportPlan; refusal: Refused | null }
  | { step: 'done'; plan: ImportPlan };

/** The steps of an import: choose, send, look at what would change, apply, done. */
export function useImport(apiSlug: string) {
  const [state, setState] = useState<ImportState>({ step: 'choose', refusal: null });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  async function send(source: ImportSource, apply: boolean): Promise<ImportAnswer> {
    const controller = new AbortController();
    running.current = controller;
    setState({ step: 'send', source, apply, sent: 0 });
    return sendDocument(
      paths.apiDocument(apiSlug, apply ? { apply } : undefined),
      source.document,
      source.chosen ?? {},
      {
        onProgress: (sent) => setState({ step: 'send', source, apply, sent }),
        signal: controller.signal,
      },
    );
  }

  return {
    state,
    /** @param before the plan to go on with where the choices are refused */
    async preview(source: ImportSource, before?: ImportPlan) {
      const reason = await whyNotDocument(source.document);
      if (reason) {
        const refusal = { status: 'refused', code: 'not_sent', message: reason } as const;
        return setState({ step: 'choose', refusal });
      }
      const answer = await send(source, false);
      if (answer.status === 'done') {
        setState({ step: 'preview', source, plan: answer.result, refusal: null });
      } else if (before) setState({ step: 'preview', source, plan: before, refusal: answer });
      else setState({ step: 'choose', refusal: answer });
    },
    async apply(source: ImportSource, plan: ImportPlan) {
      const answer = await send(source, true);
      if (answer.status === 'done') setState({ step: 'done', plan: answer.result });
      else setState({ step: 'preview', source, plan, refusal: answer });
    },
    stop: () => running.current?.abort(),
    startOver: () => setState({ step: 'choose', refusal: null }),
  };
}
