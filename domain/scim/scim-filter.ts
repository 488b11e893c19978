import { type AttributePath, readPath } from './scim-path';
import { ScimProblem } from './scim-problem';

export type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';
export type Literal = string | number | boolean | null;

/** A filter (RFC 7644, section 3.4.2.2), read. */
export type Filter =
  | { readonly kind: 'and'; readonly of: readonly Filter[] }
  | { readonly kind: 'or'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'present'; readonly path: AttributePath }
  | {
      readonly kind: 'compare';
      readonly path: AttributePath;
      readonly comparison: Comparison;
      readonly value: Literal;
    }
  /** One element of a multi-valued attribute that passes all of it. */
  | { readonly kind: 'element'; readonly path: AttributePath; readonly filter: Filter };

const MAX_LENGTH = 4_000;
const MAX_DEPTH = 20;
const COMPARISONS = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);
const TOKEN =
  /\s*(?:([()[\]])|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s)\]]|$)|(\.?[A-Za-z$][\w$:.-]*))/y;

interface Token {
  readonly kind: 'bracket' | 'text' | 'number' | 'word' | 'end';
  readonly text: string;
}

const END: Token = { kind: 'end', text: 'its end' };

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(source);
    if (!found) return unreadable(`unexpected “${source.slice(at, at + 10).trim()}”`);
    const [, bracket, text, number, word = ''] = found;
    if (bracket) tokens.push({ kind: 'bracket', text: bracket });
    else if (text) tokens.push({ kind: 'text', text });
    else if (number) tokens.push({ kind: 'number', text: number });
    else tokens.push({ kind: 'word', text: word });
  }
  return tokens;
}

const unreadable = (why: string): never => {
  throw new ScimProblem('scim_invalid_filter', `The filter can’t be read: ${why}.`);
};

/**
 * Reads a filter: `or` binds weaker than `and`, `and` weaker than `not (…)`. Operators are read in any
 * case. Length and depth are bounded.
 * @throws {ScimProblem} where it is none
 */
export function readFilter(source: string): Filter {
  if (source.length > MAX_LENGTH) unreadable(`it is longer than ${MAX_LENGTH} characters`);
  const reader = new FilterReader(tokensOf(source));
  const filter = reader.readAny(0);
  return reader.isAtEnd ? filter : unreadable(`unexpected “${reader.next().text}”`);
}

class FilterReader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get isAtEnd(): boolean {
    return this.at === this.tokens.length;
  }

  next(): Token {
    const token = this.tokens[this.at] ?? END;
    this.at += 1;
    return token;
  }

  private peek = (): Token => this.tokens[this.at] ?? END;

  private isWord(word: string): boolean {
    const { kind, text } = this.peek();
    return kind === 'word' && text.toLowerCase() === word;
  }

  private expect(bracket: string): void {
    const token = this.next();
    if (token.kind !== 'bracket' || token.text !== bracket) {
      unreadable(`“${bracket}” expected before ${token.text}`);
    }
  }

  readAny(depth: number): Filter {
    return this.readJoined('or', () => this.readJoined('and', () => this.readOne(depth)));
  }

  private readJoined(kind: 'and' | 'or', read: () => Filter): Filter {
    const of = [read()];
    while (this.isWord(kind)) {
      this.next();
      of.push(read());
    }
    const [only] = of;
    return of.length === 1 && only ? only : { kind, of };
  }

  private readOne(depth: number): Filter {
    if (depth > MAX_DEPTH) unreadable(`it is nested deeper than ${MAX_DEPTH} levels`);
    const token = this.next();
    if (token.kind === 'bracket' && token.text === '(') return this.readGroup(depth, ')');
    if (token.kind !== 'word') return unreadable(`an attribute expected before ${token.text}`);
    const { kind, text } = this.peek();
    if (kind === 'bracket' && text === '(') {
      if (token.text.toLowerCase() !== 'not') return unreadable(`“${token.text}” is no operator`);
      this.next();
      return { kind: 'not', filter: this.readGroup(depth, ')') };
    }
    const path = readPath(token.text, 'scim_invalid_filter');
    if (kind !== 'bracket' || text !== '[') return this.readComparison(path);
    this.next();
    return this.readElement(path, this.readGroup(depth, ']'));
  }

  private readGroup(depth: number, end: string): Filter {
    const inside = this.readAny(depth + 1);
    this.expect(end);
    return inside;
  }

  /** `emails[type eq "work"].value co "@"`: one element passes the brackets and what follows. */
  private readElement(path: AttributePath, inside: Filter): Filter {
    const { kind, text } = this.peek();
    if (kind !== 'word' || !text.startsWith('.')) return { kind: 'element', path, filter: inside };
    const sub = readPath(this.next().text.slice(1), 'scim_invalid_filter');
    const filter: Filter = { kind: 'and', of: [inside, this.readComparison(sub)] };
    return { kind: 'element', path, filter };
  }

  private readComparison(path: AttributePath): Filter {
    const token = this.next();
    const comparison = token.text.toLowerCase();
    if (token.kind === 'word' && comparison === 'pr') return { kind: 'present', path };
    if (token.kind !== 'word' || !COMPARISONS.has(comparison)) {
      return unreadable(`“${token.text}” is no operator`);
    }
    return {
      ...{ kind: 'compare', path, comparison: comparison as Comparison },
      value: this.readLiteral(),
    };
  }

  private readLiteral(): Literal {
    const { kind, text } = this.next();
    if (kind === 'number') return Number(text);
    if (kind === 'text') {
      try {
        return JSON.parse(text) as string;
      } catch {
        return unreadable(`${text} is no JSON text`);
      }
    }
    const word = kind === 'word' ? text.toLowerCase() : '';
    if (word === 'true') return true;
    if (word === 'false') return false;
    return word === 'null' ? null : unreadable(`a value expected before ${text}`);
  }
}
