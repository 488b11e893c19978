import { z } from 'zod';
import { prose, withoutSecret } from '@/domain/base/input';
import { MAX_TEMPLATE_LENGTH, parsePathTemplate } from '@/domain/routing/path-template';
import { operationName } from './operation-name';

const MAX_TAGS = 20;
const MAX_TAG_LENGTH = 100;
const MAX_ALIASES = 100;

/** Methods in capitals, those of RFC 9110 and whatever else an OpenAPI document of 3.2 may name. */
const METHOD = /^[A-Z][A-Z0-9!#$%&'*+.^_`|~-]{0,31}$/;

/** One operation of a list: a method and path, or neither for a plain action. */
export const listedOperation = z.strictObject({
  name: operationName(),
  method: z.string().regex(METHOD, 'Write a method such as GET, in capitals.').nullable(),
  pathTemplate: withoutSecret(z.string().max(MAX_TEMPLATE_LENGTH)).nullable(),
  summary: prose().default(''),
  tags: z
    .array(withoutSecret(z.string().min(1).max(MAX_TAG_LENGTH)))
    .max(MAX_TAGS)
    .default([]),
  deprecated: z.boolean().default(false),
  /** Other names for the same requests. */
  aliases: z.array(operationName()).max(MAX_ALIASES).default([]),
  /** Needs no token; left out, what is there stays as it is, and what is new needs one. */
  isPublic: z.boolean().optional(),
  /** Typed in by hand rather than from a document: imports leave it alone. */
  manual: z.boolean().default(false),
});
export type ListedOperation = z.output<typeof listedOperation>;

/** Why no operation can have this method and path, or null. */
export function routeFlaw({
  method,
  pathTemplate,
}: Pick<ListedOperation, 'method' | 'pathTemplate'>): string | null {
  if ((method === null) !== (pathTemplate === null)) {
    return 'Give both method and path, or neither for a plain action.';
  }
  if (pathTemplate === null) return null;
  const parsed = parsePathTemplate(pathTemplate);
  return parsed.ok ? null : parsed.message;
}
