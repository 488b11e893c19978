import type { Decision } from '../decision/decision';

/** Keeps decisions. */
export interface Recorder {
  /**
   * Resolves to the decision as recorded (one that was folded goes by the id of its row) when it is
   * kept, and rejects when it isn't.
   */
  record(decision: Decision): Promise<Decision>;
  /** Whether a decision could be recorded now, as far as is known. */
  isHealthy(): boolean;
  /** Finishes what is under way; nothing may be recorded afterwards. */
  close(): Promise<void>;
}

/** The decision could not be made durable, so there is no answer. */
export class RecordingFailed extends Error {
  override readonly name = 'RecordingFailed';
}
