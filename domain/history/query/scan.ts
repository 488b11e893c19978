import type { Place } from './terms';

/** A value as it was typed; `isQuoted` where quotation marks were around it, `hasStar` where a `*` ends it. */
export interface Scanned {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly hasStar: boolean;
  readonly isClosed: boolean;
  readonly place: Place;
}

const SPACE = /\s/;
/** Straight, and what phones and word processors make of it. */
const OPENING = /["“”„]/;
const CLOSING = /["“”]/;

/** Reads a query from its beginning to its end. */
export class Scanner {
  at = 0;

  constructor(readonly source: string) {}

  skipSpace(): void {
    while (this.at < this.source.length && SPACE.test(this.source.charAt(this.at))) this.at += 1;
  }

  get isAtEnd(): boolean {
    return this.at >= this.source.length;
  }

  /** Whether a term ends here. */
  get isAtBreak(): boolean {
    return this.isAtEnd || SPACE.test(this.source.charAt(this.at));
  }

  take(character: string): boolean {
    if (this.source.charAt(this.at) !== character) return false;
    this.at += 1;
    return true;
  }

  private takeOne(characters: RegExp): string | null {
    const next = this.source.charAt(this.at);
    if (!characters.test(next)) return null;
    this.at += 1;
    return next;
  }

  /** The key of `key:value`, without its colon. */
  takeKey(): string | null {
    const pattern = /([a-zA-Z]+):/y;
    pattern.lastIndex = this.at;
    const [whole = '', key] = pattern.exec(this.source) ?? [];
    this.at += whole.length;
    return key ?? null;
  }

  /** A time of the day that stands where the next term would, after a space; null where none does. */
  takeClock(): string | null {
    const pattern = /\s+(\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)(?!\S)/iy;
    pattern.lastIndex = this.at;
    const [whole = '', clock] = pattern.exec(this.source) ?? [];
    this.at += whole.length;
    return clock ?? null;
  }

  /** The rest of the term, as it stands. */
  skipTerm(): void {
    while (!this.isAtBreak) this.at += 1;
  }

  /** One value: in quotation marks, or up to a space (and, in a list, a comma). */
  takeValue(inList: boolean): Scanned {
    const start = this.at;
    const opening = this.takeOne(OPENING);
    const quoted = opening === null ? null : this.takeQuoted(opening === '"' ? /"/ : CLOSING);
    const bare = quoted ? '' : this.takeBare(inList);
    const hasStar = quoted ? this.take('*') : bare.endsWith('*');
    return {
      text: quoted ? quoted.text : hasStar ? bare.slice(0, -1) : bare,
      isQuoted: quoted !== null,
      hasStar,
      isClosed: quoted?.isClosed ?? true,
      place: { at: start, length: this.at - start },
    };
  }

  /** Up to the closing mark; `\"` and `\\` stand for the characters themselves. */
  private takeQuoted(closing: RegExp): { text: string; isClosed: boolean } {
    let text = '';
    while (!this.isAtEnd) {
      if (this.takeOne(closing) !== null) return { text, isClosed: true };
      const escaped = /\\(["\\])/y;
      escaped.lastIndex = this.at;
      const [whole, character] = escaped.exec(this.source) ?? [];
      text += character ?? this.source.charAt(this.at);
      this.at += whole?.length ?? 1;
    }
    return { text, isClosed: false };
  }

  private takeBare(inList: boolean): string {
    const start = this.at;
    while (!this.isAtBreak && !(inList && this.source.charAt(this.at) === ',')) this.at += 1;
    return this.source.slice(start, this.at);
  }
}
