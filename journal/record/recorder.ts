import type { Decision } from './decision';

/** Whoever waits for a decision to be kept: one of the two is called, once. Neither may throw. */
export interface Recording {
  /** It is kept, as it is given here: one that was folded goes by the id of its row. */
  recorded(decision: Decision): void;
  notRecorded(error: RecordingFailed): void;
}

/** Keeps decisions. */
export interface Recorder {
  /** Thousands wait in each second, so that they are called back and have no promise each. */
  record(decision: Decision, recording: Recording): void;
  /** Whether a decision could be recorded now, as far as is known. */
  isHealthy(): boolean;
  /** Finishes what is under way; nothing may be recorded afterwards. */
  close(): Promise<void>;
}

/** The decision could not be made durable, so there is no answer. */
export class RecordingFailed extends Error {
  override readonly name = 'RecordingFailed';
}
