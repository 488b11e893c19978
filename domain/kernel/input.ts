import { z } from 'zod';
import { TOKEN_SECRET_PATTERN } from '@/domain/tokens/token-format';

// Control characters, lone surrogates and bidirectional overrides: nothing a person types into a
// label, and each a way to make history lie or Postgres refuse.
const FORBIDDEN = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;
const FORBIDDEN_EXCEPT_NEWLINE = /[^\P{Cc}\n\t]|[\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

// Names and reasons are shown, logged and kept for ever: a secret pasted into one would be as well.
const SECRET = new RegExp(TOKEN_SECRET_PATTERN);
const holdsNoSecret = (text: string) => !SECRET.test(text);
const SECRET_INSIDE = 'This holds the secret of a token. Name its id or its last four instead.';

/** One line of text for people: trimmed, 1 to `max` characters, no control characters. */
export const label = (max = 120) =>
  z
    .string()
    .trim()
    .min(1, 'This can’t be empty.')
    .max(max, `At most ${max} characters.`)
    .refine((text) => !FORBIDDEN.test(text), 'Control characters are not allowed.')
    .refine(holdsNoSecret, SECRET_INSIDE);

/** Free text, possibly empty, possibly of several lines. */
export const prose = (max = 500) =>
  z
    .string()
    .trim()
    .max(max, `At most ${max} characters.`)
    .refine((text) => !FORBIDDEN_EXCEPT_NEWLINE.test(text), 'Control characters are not allowed.')
    .refine(holdsNoSecret, SECRET_INSIDE);

/** Text that is only compared or looked for; Postgres has no NUL to compare it with. */
export const soughtText = (max: number) =>
  z
    .string()
    .max(max, `At most ${max} characters.`)
    .refine((text) => !text.includes('\0'), 'Control characters are not allowed.');

export const slug = () =>
  z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/,
      'Use 1 to 64 lower-case letters, digits and hyphens, such as “billing-api”.',
    );

/** An id or a slug, as it stands in a path or a body. */
export const reference = () =>
  z
    .string()
    .min(1, { error: 'This can’t be empty.', abort: true })
    .max(100, 'This is neither an id nor a slug.')
    .regex(/^[a-z0-9_@.+-]+$/i, 'This is neither an id nor a slug.');

/** Keyset page: newest first, the cursor is the last id seen. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .max(200)
    .regex(/^[\w-]+$/, 'This cursor is not one of ours.')
    .optional(),
};

export const searchText = () => label(200).optional();

/** Items of one page plus the cursor of the next, null at the end. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** An email address, kept as written; compared without regard to case. */
export const emailAddress = () =>
  z.string().trim().max(254).pipe(z.email('This is not an email address.'));
