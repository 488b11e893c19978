import { parseArgs } from 'node:util';

export interface Flags {
  /** Length of one measured round, or of the whole run of `journal`. */
  readonly seconds: number | null;
  readonly rounds: number | null;
  /** How many revocations `revoke` measures. */
  readonly count: number | null;
  /** How many decisions `audit` looks through. */
  readonly rows: number | null;
  /** A real OpenAPI document (JSON, YAML, or either gzipped) instead of the generated one. */
  readonly openapi: string | null;
  /** Contenders of `verify` to measure, by name; all where omitted. */
  readonly only: readonly string[] | null;
  /** Other Nodes to run `verify` on, too: paths of programs, or versions to fetch from npm. */
  readonly node: readonly string[] | null;
  /** A folder for CPU profiles of the measured verifier. */
  readonly profile: string | null;
}

/** How a browser of this machine is started; without a path, as Playwright has it. */
export interface Browser {
  readonly executablePath?: string;
  readonly args: string[];
}

/** What `npm run bench` knows of its machine beside the flags. */
export interface Machine {
  /** Installs one where there is none. */
  browser(): Promise<Browser>;
  /** The npm package that holds a Node for it; null where there is none. */
  readonly nodePackage: string | null;
}

/** @throws where a flag is unknown or no number */
export function readFlags(args: readonly string[]): { names: string[]; flags: Flags } {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      count: { type: 'string' },
      rows: { type: 'string' },
      openapi: { type: 'string' },
      only: { type: 'string' },
      node: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const number = (name: 'seconds' | 'rounds' | 'count' | 'rows'): number | null => {
    const text = values[name];
    if (text === undefined) return null;
    if (!/^[1-9]\d{0,8}$/.test(text))
      throw new Error(`--${name} takes a whole number, not ${text}`);
    return Number(text);
  };
  return {
    names: positionals,
    flags: {
      seconds: number('seconds'),
      rounds: number('rounds'),
      count: number('count'),
      rows: number('rows'),
      openapi: values.openapi ?? null,
      only: values.only?.split(',') ?? null,
      node: values.node?.split(',') ?? null,
      profile: values.profile ?? null,
    },
  };
}
