import { cut } from '@/domain/base/text';
import {
  type DocumentProblem,
  FLAW_CODES,
  type Flaw,
  type FlawCode,
  type FlawReport,
  MAX_FLAWS,
} from './api-document';

const MAX_MESSAGE_LENGTH = 600;

/** Collects what is wrong with a document: counts all of it, keeps a bounded part. */
export class Flaws {
  readonly #byCode = new Map<FlawCode, { kept: Flaw[]; count: number }>();

  add(code: FlawCode, place: string, message: string): void {
    const of = this.#byCode.get(code) ?? { kept: [], count: 0 };
    this.#byCode.set(code, of);
    of.count += 1;
    if (of.kept.length < MAX_FLAWS) {
      of.kept.push({ code, message: cut(message, MAX_MESSAGE_LENGTH), place });
    }
  }

  count(code: FlawCode): number {
    return this.#byCode.get(code)?.count ?? 0;
  }

  /** The most important first, within one kind in the order of the document. */
  report(): FlawReport {
    const all = FLAW_CODES.flatMap((code) => this.#byCode.get(code)?.kept ?? []);
    const counts = [...this.#byCode.values()].map(({ count }) => count);
    const listed = all.slice(0, MAX_FLAWS);
    return { listed, more: counts.reduce((sum, count) => sum + count, 0) - listed.length };
  }
}

export const toProblem = ({ place, message }: Flaw): DocumentProblem => ({ path: place, message });
