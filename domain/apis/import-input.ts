import { z } from 'zod';
import { reference, withoutSecret } from '@/domain/base/input';

const MAX_CHOICES = 2_000;
/** `METHOD PATH=name` at most. */
const MAX_CHOICE_LENGTH = 1_300;

/** The fields of an import that are lists of texts: every door takes all of them, once or often. */
export const IMPORT_CHOICES = ['keep', 'multiSegment', 'public'] as const;
export type ImportChoices = Record<(typeof IMPORT_CHOICES)[number], string[]>;

/** What an import and its preview take. */
export const importInput = z.object({
  api: reference(),
  document: z.custom<Uint8Array>(
    (value) => value instanceof Uint8Array,
    'Send the document as bytes.',
  ),
  /** Which of equivalent paths to keep: names, or `METHOD PATH=name`. */
  keep: z
    .array(withoutSecret(z.string().min(1).max(MAX_CHOICE_LENGTH)))
    .max(MAX_CHOICES)
    .default([]),
  /** Parameters of several segments: names, or whole paths such as `/images/{name...}/json`. */
  multiSegment: z
    .array(withoutSecret(z.string().min(1).max(MAX_CHOICE_LENGTH)))
    .max(MAX_CHOICES)
    .default([]),
  /** Which of the operations that the document declares with `security: []` to make public. */
  public: z
    .array(withoutSecret(z.string().min(1).max(MAX_CHOICE_LENGTH)))
    .max(MAX_CHOICES)
    .default([]),
});
