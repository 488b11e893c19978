import { describeError, type Log, rarely } from '../log';
import type { Recorder } from '../record/recorder';
import type { Decision, RecordedDecision } from './decision';
import type { Judge } from './judge';
import type { Question } from './question';

/** No decision could be made, or none recorded: the answer is 503, and nothing was let through. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** The one exit: a question goes in, and only a recorded decision comes out. */
export class DecisionDesk {
  readonly countByCode = new Map<string, number>();
  unavailableCount = 0;

  constructor(
    private readonly judge: Judge,
    private readonly recorder: Recorder,
    private readonly log: Log,
  ) {}

  /** @throws Unavailable */
  settle(question: Question): Promise<RecordedDecision> {
    const decision = this.judge.decideAtOnce(question);
    return decision === null ? this.#settleSlowly(question) : this.record(decision);
  }

  async #settleSlowly(question: Question): Promise<RecordedDecision> {
    return this.record(await this.consider(question));
  }

  /**
   * A decision that nobody outside learns of yet.
   * @throws Unavailable
   */
  async consider(question: Question): Promise<Decision> {
    const atOnce = this.judge.decideAtOnce(question);
    if (atOnce !== null) return atOnce;
    try {
      return await this.judge.decide(question);
    } catch (cause) {
      this.#unavailable('a decision could not be made', cause);
      throw new Unavailable('the decision could not be made', { cause });
    }
  }

  /** @throws Unavailable */
  record(decision: Decision): Promise<RecordedDecision> {
    return this.recorder.record(decision).then(this.#count, this.#notRecorded);
  }

  readonly #count = (decision: Decision): RecordedDecision => {
    const { code } = decision;
    this.countByCode.set(code, (this.countByCode.get(code) ?? 0) + 1);
    return decision as RecordedDecision;
  };

  readonly #notRecorded = (cause: unknown): never => {
    this.#unavailable('a decision could not be recorded', cause);
    throw new Unavailable('the decision could not be recorded', { cause });
  };

  #unavailable(message: string, cause: unknown): void {
    this.unavailableCount += 1;
    this.#lastFailure = { message, error: describeError(cause) };
    this.#logFailure();
  }

  #lastFailure = { message: '', error: '' };
  // An outage fails thousands of requests a second, all for the same reason.
  readonly #logFailure = rarely(1_000, (heldBack) => {
    const { message, error } = this.#lastFailure;
    this.log.error({ error, heldBack }, message);
  });
}
