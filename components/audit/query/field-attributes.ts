const EXAMPLE = 'outcome:denied group:billing -ip:10.0.0.0/8 after:-24h "free text"';

export type QueryFieldLook = {
  isWrong: boolean;
  /** Id of what says what is wrong. */
  describedBy: string | undefined;
};

export const boxClass = 'control relative flex min-h-8 items-center';
export const glassClass = 'ml-2.5 shrink-0 text-muted';

/** What the plain and the full field have in common. */
export const fieldAttributes = ({ isWrong, describedBy }: QueryFieldLook) =>
  ({
    'data-page-search': '',
    'aria-label': 'Query',
    'aria-keyshortcuts': '/',
    'aria-invalid': isWrong || undefined,
    'aria-describedby': describedBy,
    placeholder: EXAMPLE,
    spellCheck: false,
    autoCapitalize: 'none',
    autoComplete: 'off',
    enterKeyHint: 'search',
    className: 'h-8 min-w-0 flex-1 bg-transparent px-2 font-mono text-sm outline-none',
  }) as const;
