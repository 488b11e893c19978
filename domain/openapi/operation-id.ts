import { createHash } from 'node:crypto';
import { holdsSecret } from '@/db/secrets/withhold-secrets';
import { cut } from '@/domain/base/text';
import { normalisePathTemplate } from '@/domain/routing/path-template';

export const MAX_OPERATION_ID_LENGTH = 200;

/** Visible characters; single spaces between them, since documents use such ids. */
export const OPERATION_ID_PATTERN =
  /^[\p{L}\p{M}\p{N}\p{P}\p{S}]+(?: [\p{L}\p{M}\p{N}\p{P}\p{S}]+)*$/u;

/**
 * Why an operationId can't be a name, or null. `hides` where it holds what nobody would see, which
 * is no slip of style.
 */
export function operationIdFlaw(id: string): { message: string; hides: boolean } | null {
  if (id.trim() === '') return { message: 'The operationId is empty.', hides: false };
  if (id.length > MAX_OPERATION_ID_LENGTH) {
    const message = `An operationId has at most ${MAX_OPERATION_ID_LENGTH} characters; this one has ${id.length}.`;
    return { message, hides: false };
  }
  if (holdsSecret(id)) {
    return { message: 'The operationId holds the secret of a token.', hides: false };
  }
  if (OPERATION_ID_PATTERN.test(id)) return null;
  const hides = !OPERATION_ID_PATTERN.test(id.trim().replaceAll(/ +/g, ' '));
  const message = 'An operationId has visible characters, with at most single spaces between them.';
  return { message, hides };
}

/**
 * The id of an operation that has none: `GET:/invoices/{}`, method and path template without its
 * parameters' names, so it survives their renaming and the order of the document, and no two
 * routes share one. What isn't visible ASCII is percent-encoded; beyond 200 characters the end
 * gives way to 64 bits of the SHA-256 of the whole.
 */
export function deriveOperationId(method: string, pathTemplate: string): string {
  const whole = `${method}:${normalisePathTemplate(pathTemplate)}`.replaceAll(
    /[^\x21-\x7e]+/g,
    encodeURIComponent,
  );
  if (whole.length <= MAX_OPERATION_ID_LENGTH) return whole;
  const digest = createHash('sha256').update(whole).digest('hex').slice(0, 16);
  return `${cut(whole, MAX_OPERATION_ID_LENGTH - 17)}~${digest}`;
}
