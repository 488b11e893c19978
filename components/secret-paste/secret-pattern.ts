import { TOKEN_HINT, TOKEN_SECRET_PATTERN } from '@/domain/base/secret-pattern';

const secretPattern = new RegExp(TOKEN_SECRET_PATTERN);
const everySecret = new RegExp(secretPattern.source, 'g');

/** The first Keyward secret in the text, or null. Nothing here logs or stores what it finds. */
export function findSecret(text: string): string | null {
  return secretPattern.exec(text)?.[0] ?? null;
}

/** The text without any secret, for fields whose content ends up in an address. */
export function withoutSecrets(text: string): string {
  return text.replace(everySecret, '').trim();
}

/** Whether a text begins like a secret and is none: cut off, or with something in between. */
export const isBrokenSecret = (text: string): boolean =>
  /^\s*kw[ps]_/i.test(text) && !findSecret(text) && !TOKEN_HINT.test(text.trim());
