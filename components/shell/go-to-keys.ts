export type KeyPress = { key: string; atMs: number };

/** `g` then a letter counts when the letter follows within a second. */
export const sequenceMs = 1000;

export type KeyMeaning =
  | { kind: 'search' }
  | { kind: 'help' }
  | { kind: 'start' }
  | { kind: 'go'; key: string }
  | undefined;

/** What a plain key press means, given the press before it. */
export function meaningOf(press: KeyPress, previous: KeyPress | undefined): KeyMeaning {
  const started = previous?.key === 'g' && press.atMs - previous.atMs <= sequenceMs;
  if (started && /^[a-z]$/.test(press.key)) return { kind: 'go', key: press.key };
  if (press.key === 'g') return { kind: 'start' };
  if (press.key === '/') return { kind: 'search' };
  if (press.key === '?') return { kind: 'help' };
  return undefined;
}
