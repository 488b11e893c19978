import { describeError } from '@/db/describe-error';
import { type Log, rarely } from '@/domain/base/log';
import type { Decision, RecordedDecision } from '@/journal/record/decision';
import type { Recorder, Recording } from '@/journal/record/recorder';
import type { Evaluator } from './evaluator';
import { type DecisionPort, type Question, type Reply, Unavailable } from './port';

/** The one exit: a question goes in, and only a recorded decision comes out. */
export class DecisionPoint implements DecisionPort {
  readonly countByCode = new Map<string, number>();
  unavailableCount = 0;

  constructor(
    private readonly evaluator: Evaluator,
    private readonly recorder: Recorder,
    private readonly log: Log,
  ) {}

  decide(question: Question, reply: Reply): void {
    const decision = this.evaluate(question);
    if (!(decision instanceof Promise)) this.record(decision, reply);
    else {
      decision
        .then((evaluated) => this.record(evaluated, reply))
        .catch((error) => reply.failed(error));
    }
  }

  evaluate(question: Question): Decision | Promise<Decision> {
    return this.evaluator.evaluateAtOnce(question) ?? this.#evaluateLater(question);
  }

  async #evaluateLater(question: Question): Promise<Decision> {
    try {
      return await this.evaluator.evaluate(question);
    } catch (cause) {
      this.#unavailable('a decision could not be made', cause);
      throw new Unavailable('the decision could not be made', { cause });
    }
  }

  record(decision: Decision, reply: Reply): void {
    this.recorder.record(decision, new PendingDecision(this, reply));
  }

  /** @internal */
  count({ code }: Decision): void {
    this.countByCode.set(code, (this.countByCode.get(code) ?? 0) + 1);
  }

  /** @internal */
  notRecorded(cause: unknown): Unavailable {
    this.#unavailable('a decision could not be recorded', cause);
    return new Unavailable('the decision could not be recorded', { cause });
  }

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

/** One decision between the recorder and whoever asked. */
class PendingDecision implements Recording {
  constructor(
    private readonly decisionPoint: DecisionPoint,
    private readonly reply: Reply,
  ) {}

  recorded(decision: Decision): void {
    this.decisionPoint.count(decision);
    try {
      this.reply.decided(decision as RecordedDecision);
    } catch (error) {
      this.reply.failed(error);
    }
  }

  notRecorded(error: Error): void {
    this.reply.failed(this.decisionPoint.notRecorded(error));
  }
}
