import { describeError } from '@/db/describe-error';
import type { Log } from '@/domain/base/log';
import { networkOf } from '@/domain/decision/network';
import type { Folding } from '../decision-line';
import type { Decision } from './decision';
import { newDecisionId } from './fast-id';
import { type Recorder, type Recording, RecordingFailed } from './recorder';

/** As many refusals of one network are recorded one by one in each window, the rest as one row. */
export const SINGLE_ROWS = 5;
export const WINDOW_MS = 10_000;
const MAX_ADDRESSES = 5_000;

interface FoldingRecorder extends Recorder {
  record(decision: Decision, recording: Recording, folding?: Folding): void;
}

interface Window {
  singles: number;
  first: Decision | null;
  count: number;
  untilMs: number;
}

/**
 * Keeps a flood of malformed or unknown tokens from filling the disk: after the first few of a
 * network, refusals are counted and become one row when their window ends. Decisions about known
 * tokens pass through untouched. A crash loses the count of at most one window of such refusals (the
 * first few of each window are recorded before their answer, like everything else).
 */
export class DenialAggregator implements Recorder {
  readonly #windows = new Map<string, Window>();
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly inner: FoldingRecorder,
    private readonly log: Log,
    windowMs = WINDOW_MS,
  ) {
    this.#timer = setInterval(() => void this.#endWindows(), windowMs);
    this.#timer.unref();
  }

  isHealthy(): boolean {
    return this.inner.isHealthy();
  }

  record(decision: Decision, recording: Recording): void {
    const { code } = decision;
    if (code !== 'token_malformed' && code !== 'token_unknown') {
      this.inner.record(decision, recording);
      return;
    }
    const window = this.#windowOf(decision);
    if (window.singles < SINGLE_ROWS) {
      window.singles += 1;
      this.inner.record(decision, recording);
      return;
    }
    if (!this.inner.isHealthy()) {
      recording.notRecorded(new RecordingFailed('refusals can’t be recorded at the moment'));
      return;
    }
    window.first ??= { ...decision, id: newDecisionId(decision.atMs) };
    window.count += 1;
    window.untilMs = decision.atMs;
    recording.recorded({ ...decision, id: window.first.id });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#endWindows();
    await this.inner.close();
  }

  #recordFolded(first: Decision, folding: Folding): Promise<Decision> {
    return new Promise((recorded, notRecorded) => {
      this.inner.record(first, { recorded, notRecorded }, folding);
    });
  }

  #windowOf(decision: Decision): Window {
    const { code, request, callerTokenId } = decision;
    // An IPv4 address is its own network, and is spared the reading.
    const network = request.ip?.includes(':') ? networkOf(request.ip) : request.ip;
    const key = `${code} ${callerTokenId} ${network}`;
    const known = this.#windows.get(key);
    if (known !== undefined) return known;
    if (this.#windows.size < MAX_ADDRESSES) {
      const window = { singles: 0, first: null, count: 0, untilMs: 0 };
      this.#windows.set(key, window);
      return window;
    }
    // Too many addresses to tell apart: they share a row, which then names the first of them.
    const crowd = this.#windows.get(code) ?? {
      singles: SINGLE_ROWS,
      first: null,
      count: 0,
      untilMs: 0,
    };
    this.#windows.set(code, crowd);
    return crowd;
  }

  async #endWindows(): Promise<void> {
    const ended = [...this.#windows];
    this.#windows.clear();
    await Promise.all(
      ended.map(async ([key, window]) => {
        const { first, count, untilMs } = window;
        if (first === null) return;
        try {
          await this.#recordFolded(first, { count, untilMs });
        } catch (error) {
          this.log.warn(
            { error: describeError(error), count },
            'folded refusals wait for the journal',
          );
          // Kept for the next window, unless a new one has taken its place and goes on counting.
          if (!this.#windows.has(key)) this.#windows.set(key, window);
        }
      }),
    );
  }
}
