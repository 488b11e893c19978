import { distance } from 'fastest-levenshtein';

const MAX_DISTANCE = 2;

/** The word that was probably meant; null where none is near. */
export function nearest(written: string, words: readonly string[]): string | null {
  const typed = written.slice(0, 40).toLowerCase();
  const [best] = words
    .map((word) => ({ word, far: distance(typed, word) }))
    .filter(({ far, word }) => far <= MAX_DISTANCE && far < word.length)
    .sort((one, other) => one.far - other.far);
  return best?.word ?? null;
}
