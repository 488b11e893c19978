import type { z } from 'zod';
import { postJson } from '@/components/asking/post-json';
import { paths } from '@/components/paths';
import { attempt } from '@/components/ui/attempt';
import type { ActionOutcome } from '@/components/ui/form-state';
import type { askedPlanSchema, exportedSchema, Plan } from '@/domain/configuration/plan-view';

export type AskedPlan = z.output<typeof askedPlanSchema>;
export type Exported = z.output<typeof exportedSchema>;

/** A file as it is sent: its text, and that of the documents it names. */
export interface SentFile {
  readonly file: string;
  readonly documents: Readonly<Record<string, string>>;
  readonly prune: boolean;
}

export interface Applying {
  /** `fingerprint` of the plan that was looked at. */
  readonly expect: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/** 2,000 operations and 200 groups take some ten seconds on a small machine. */
export const WITHIN_MS = 120_000;

const post = <Answer>(what: string, body: object): Promise<ActionOutcome<Answer>> =>
  attempt(
    what,
    () =>
      postJson<Answer>(
        paths.configurationFile(),
        JSON.stringify(body),
        AbortSignal.timeout(WITHIN_MS),
      ),
    WITHIN_MS,
  );

export const exportFile = () => post<Exported>('the file was written', { do: 'export' });

export const planFile = (sent: SentFile) =>
  post<AskedPlan>('the file was compared', { do: 'plan', ...sent });

/** Asked again with the same key, it happens once. */
export const applyFile = (sent: SentFile, applying: Applying) =>
  post<Plan>('the file was applied', { do: 'apply', ...sent, ...applying });
