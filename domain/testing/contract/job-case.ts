import type { EventAction } from '@/domain/base/operation-names';
import type { AnyJob, JobSettings } from '@/domain/jobs/define';
import type { Scene } from './case';

/** A job in a state that gives it something to do. */
export interface JobCase {
  readonly name: string;
  /** What was enqueued; nothing for a job by the clock. */
  readonly input?: object | ((aim: Scene['aim']) => object);
  readonly given: (scene: Scene) => Promise<unknown>;
  /** What the installation's variables say; nothing. */
  readonly settings?: JobSettings;
  /** How many things it changes then. */
  readonly changed: number;
  /** The events it leaves, and the ids whose decisions change by it. */
  readonly events?: (scene: Scene) => readonly {
    action: EventAction;
    targetId: string | null;
    affects: readonly string[];
  }[];
  /** Expects what it was for. */
  readonly holds: (scene: Scene) => Promise<void>;
}

export const jobCase = ({ name }: AnyJob, written: Omit<JobCase, 'name'>): JobCase => ({
  name,
  ...written,
});
