import { CallerUses } from './caller-uses';
import { type Folding, toDecisionLine } from './decision-line';
import { FrameDraft } from './frame';
import type { Decision } from './record/decision';
import type { Recording, RecordingFailed } from './record/recorder';

/** Decisions of one group commit, and who waits for it. */
export class Batch {
  readonly #draft = new FrameDraft();
  readonly #uses = new CallerUses();
  #decisions: Decision[] = [];
  #waiting: Recording[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  get isFull(): boolean {
    return this.#draft.isFull;
  }

  add(decision: Decision, verifier: string, recording: Recording, folding?: Folding): void {
    this.#draft.addRow(toDecisionLine(decision, verifier, folding));
    const { callerTokenId } = decision;
    if (callerTokenId !== null) this.#uses.add(callerTokenId, decision.atMs);
    this.#decisions.push(decision);
    this.#waiting.push(recording);
  }

  /** What is to be appended to a segment. It must be, or given up, before the batch is emptied. */
  frame(): Buffer {
    return this.#draft.finish(this.#uses.toText());
  }

  /** Tells all who wait, each once. */
  recorded(): void {
    const decisions = this.#decisions;
    const waiting = this.#forgetWaiting();
    for (let at = 0; at < waiting.length; at += 1) {
      (waiting[at] as Recording).recorded(decisions[at] as Decision);
    }
  }

  /** Tells all who wait, each once. */
  notRecorded(error: RecordingFailed): void {
    for (const recording of this.#forgetWaiting()) recording.notRecorded(error);
  }

  /** Empties it for the next commit. */
  clear(): void {
    this.#draft.clear();
    this.#uses.clear();
    this.#forgetWaiting();
  }

  #forgetWaiting(): Recording[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#decisions = [];
    return waiting;
  }
}
