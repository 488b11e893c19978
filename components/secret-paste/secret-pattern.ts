import { TOKEN_HINT, TOKEN_SECRET_PATTERN } from '@/domain/base/secret-pattern';
import { hasItsChecksum } from './secret-checksum';

const everySecret = new RegExp(TOKEN_SECRET_PATTERN, 'g');
/** Most of a secret, anywhere in a text: what is left of one that was cut off. */
const partOfSecret = /(?<![0-9A-Za-z])kw[ps]_[0-9A-Za-z]{12,}/i;

/** Every different Keyward secret in the text by its form, those whose checksum holds first. Nothing is logged. */
export function findSecrets(text: string): string[] {
  const found = [...new Set(text.match(everySecret))];
  return [...found.filter(hasItsChecksum), ...found.filter((one) => !hasItsChecksum(one))];
}

/** The first of them, or null. */
export const findSecret = (text: string): string | null => findSecrets(text)[0] ?? null;

/** The text without any secret, for fields whose content ends up in an address. */
export function withoutSecrets(text: string): string {
  return text.replace(everySecret, '').trim();
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
