import { z } from 'zod';
import { holdsSecret } from '@/db/secrets/withhold-secrets';
import './bounds';
import { isEmail, mailboxOf } from './email';
import { INVISIBLE } from './text';

// Control characters, lone surrogates, line separators, and what is invisible or turns the direction of
// text: nothing a person types into a label, and each a way to make history lie or Postgres refuse.
// Joiners and variation selectors stay, for emoji and for Persian and Indic scripts need them.
const UNSEEN = String.raw`${INVISIBLE}|[\p{Cs}\p{Zl}\p{Zp}\ufff9-\ufffb]`;
const FORBIDDEN = new RegExp(String.raw`${UNSEEN}|\p{Cc}`, 'u');
const FORBIDDEN_EXCEPT_NEWLINE = new RegExp(String.raw`${UNSEEN}|[^\P{Cc}\n\t]`, 'u');
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
const FORBIDDEN_INSIDE = 'Control characters and invisible characters are not allowed.';

// Names and reasons are shown, logged and kept for ever: a secret pasted into one would be as well.
export const holdsNoSecret = (text: string) => !holdsSecret(text);
export const SECRET_INSIDE =
  'This looks like the secret of a token. Write its id or its last four instead, and revoke it if others saw it.';

/** Any text that is stored: refused, in words, where it holds the secret of a token. */
export const withoutSecret = <Text extends z.ZodType<string>>(schema: Text) =>
  schema.refine(holdsNoSecret, SECRET_INSIDE);

/** One line of text for people: trimmed, 1 to `max` characters, no control characters. */
export const label = (max = 120) =>
  z
    .string()
    .trim()
    .min(1, 'This can’t be empty.')
    .max(max)
    .refine((text) => !FORBIDDEN.test(text), { error: FORBIDDEN_INSIDE, abort: true })
    .refine((text) => text === '' || VISIBLE.test(text), 'This has nothing visible in it.')
    .refine(holdsNoSecret, SECRET_INSIDE);

/** Free text, possibly empty, possibly of several lines. */
export const prose = (max = 500) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => !FORBIDDEN_EXCEPT_NEWLINE.test(text), FORBIDDEN_INSIDE)
    .refine(holdsNoSecret, SECRET_INSIDE);

/** The text of others as `prose` takes it: spaces where something stands that it refuses. */
export const asProse = (text: string): string =>
  text.replace(new RegExp(String.raw`(?:${UNSEEN}|\p{Cc})+`, 'gu'), ' ');

/** Text that is only compared or looked for; Postgres has no NUL to compare it with. */
export const soughtText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes('\0'), 'Control characters are not allowed.');

export const slug = () =>
  z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/,
      'Use 1 to 64 lower-case letters, digits and hyphens, such as “billing-api”.',
    )
    // The page that makes one is at `/groups/new`.
    .refine((text) => text !== 'new', 'This word is taken by Keyward itself.');

/** An id, a slug or an email address, as it stands in a path or a body. */
export const reference = () =>
  z
    .string()
    .min(1, { error: 'This can’t be empty.', abort: true })
    .max(MAX_PASTED, { abort: true })
    .refine(holdsNoSecret, { error: SECRET_INSIDE, abort: true })
    .transform(mailboxOf)
    .refine(
      (text) => ID_OR_SLUG.test(text) || isEmail(text),
      'This is neither an id, a slug nor an email address.',
    );

const ID_OR_SLUG = /^[a-z0-9_.+-]{1,100}$/i;
/** An address with the name that a mail program puts before it. */
const MAX_PASTED = 400;
const MAX_EMAIL = 254;

const CURSOR = /^[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** Keyset page: newest first, the cursor is the last id seen. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().regex(CURSOR, 'This cursor is not one of ours.').optional(),
};

/** A cursor that holds more than an id: base64url of at most 750 bytes. */
export const packedCursor = () =>
  z
    .string()
    .max(1_000)
    .regex(/^[\w-]+$/, 'This cursor is not one of ours.')
    .optional();

export const searchText = () => label(200).optional();

/** Items of one page plus the cursor of the next, null at the end. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** An email address, kept as written, or as a mail program copies it; compared without regard to case. */
export const emailAddress = () =>
  z
    .string()
    .max(MAX_PASTED, { abort: true })
    .refine(holdsNoSecret, { error: SECRET_INSIDE, abort: true })
    .transform(mailboxOf)
    .pipe(z.string().max(MAX_EMAIL).refine(isEmail, 'This is not an email address.'));

/** One value or several, any of which may hold: a query names it once or more. */
export const anyOf = <Item extends z.ZodType>(item: Item) =>
  z.union([item, z.array(item).max(50)]).optional();
