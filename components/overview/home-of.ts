interface Rights {
  /** May make APIs: an administrator. */
  readonly setsUp: boolean;
  /** May revoke any token: an administrator or a responder. */
  readonly stops: boolean;
  /** Sees every token: either, or an auditor. */
  readonly seesAll: boolean;
  readonly leads: boolean;
}

interface Home {
  readonly description: string;
  /** The field for what leaked stands first. */
  readonly finds: boolean;
  /** About the whole installation, or about the reader's own things. */
  readonly isWhole: boolean;
  /** The groups that the reader leads, and who waits for them. */
  readonly leads: boolean;
}

/** What somebody comes to the first page for, by what they may do. */
export function homeOf({ setsUp, stops, seesAll, leads }: Rights): Home {
  if (seesAll) {
    const finds = stops && !setsUp;
    return {
      description: finds
        ? 'Stop what leaked; then look at what else asks for attention.'
        : 'What asks for attention first, then what your tokens do.',
      ...{ finds, isWhole: true, leads: false },
    };
  }
  return {
    description: leads
      ? 'The groups you lead, who waits for you, and your own tokens.'
      : 'Your tokens, and whom to ask in each of your groups.',
    ...{ finds: false, isWhole: false, leads },
  };
}
