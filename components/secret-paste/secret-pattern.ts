import { TOKEN_HINT, TOKEN_SECRET_PATTERN } from '@/domain/base/secret-pattern';
import { secretsInText } from '@/domain/base/secrets-in-text';
import { hasItsChecksum } from './secret-checksum';

const shaped = new RegExp(TOKEN_SECRET_PATTERN, 'g');
/** Wherever it stands: what is glued to a secret must not save it. */
const everySecret = /kw[ps]_[0-9A-Za-z]{36}/g;
/** Most of a secret, anywhere in a text: what is left of one that was cut off. */
const partOfSecret = /(?<![0-9A-Za-z])kw[ps]_[0-9A-Za-z]{12,}/i;

/**
 * Every different Keyward secret in the text, however it is written, then what has the form of one and
 * another checksum. Nothing is logged.
 */
export function findSecrets(text: string): string[] {
  const found = secretsInText(text, hasItsChecksum);
  const others = [...new Set(text.match(shaped))].filter((one) => !found.includes(one));
  return [...found, ...others];
}

/** The first of them, or null. */
export const findSecret = (text: string): string | null => findSecrets(text)[0] ?? null;

/** The text without any secret, for fields whose content ends up in an address; nothing of one that is written otherwise. */
export function withoutSecrets(text: string): string {
  const left = text.replace(everySecret, '').trim();
  return secretsInText(left, hasItsChecksum).length > 0 ? '' : left;
}

/**
 * Whether a text has something of a secret and no whole one: cut off, with something in between, or
 * of another checksum. It must not travel, and would be found nowhere.
 */
export function isBrokenSecret(text: string): boolean {
  const found = findSecrets(text);
  if (found.length > 0) return !found.some(hasItsChecksum);
  if (TOKEN_HINT.test(text.trim())) return false;
  return /^\s*kw[ps]_/i.test(text) || partOfSecret.test(text);
}
