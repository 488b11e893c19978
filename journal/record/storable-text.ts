import { withholdSecrets } from '@/db/secrets/withhold-secrets';

/**
 * Text of a stranger as it can be stored: cut to `maxLength` characters, without NUL and lone
 * surrogates (Postgres refuses both). Secrets are withheld where it is stored.
 */
export function storableText(text: string | null | undefined, maxLength: number): string | null {
  if (text === null || text === undefined || text === '') return null;
  let clean = text;
  if (clean.includes('\0')) clean = clean.replaceAll('\0', '\ufffd');
  // Before the cut, which would leave the better part of a secret, that nothing finds any more.
  if (clean.length > maxLength) clean = withholdSecrets(clean).slice(0, maxLength);
  // After the cut, which can split a surrogate pair.
  return wellFormed(clean);
}

/** The path of a request target: everything before the query string. */
export function pathOf(requestTarget: string): string {
  const query = requestTarget.indexOf('?');
  return query === -1 ? requestTarget : requestTarget.slice(0, query);
}

/** The text with lone surrogates replaced, so that it has a UTF-8 form. */
export const wellFormed = (text: string): string => text.toWellFormed();
