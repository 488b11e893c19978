import type { z } from 'zod';
import { CommandFailure } from '@/cli/failure';

interface Words {
  /** What a line has to be: "no audit event". */
  readonly otherwise: string;
  /** What to do where it isn't JSON, or not that. */
  readonly instead: readonly [notJson: string, otherwise: string];
}

/**
 * A line of an export, of which nothing is left out.
 * @param place the file and the number of the line
 * @throws CommandFailure where it is something else, or has more in it than anything vouches for
 */
export function parseLine<Line>(
  place: string,
  text: string,
  schema: z.ZodType<Line>,
  { otherwise, instead }: Words,
): Line {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new CommandFailure(`${place} is not JSON: ${instead[0]}`, { cause });
  }
  const line = schema.safeParse(content);
  const path = line.success
    ? foreignField(content, line.data)
    : (line.error.issues[0]?.path.join('.') ?? '');
  if (line.success && path === null) return line.data;
  throw new CommandFailure(`${place} is ${otherwise} (see ${path}): ${instead[1]}`);
}

/**
 * Where something stands that the rows of an export have no place for, and that nothing vouches for; null
 * where nothing does.
 * @param read the same content, as far as it is known
 */
function foreignField(content: unknown, read: unknown): string | null {
  if (content === read || typeof content !== 'object' || content === null) return null;
  const known = Object(read) as Record<string, unknown>;
  for (const [name, inner] of Object.entries(content)) {
    if (!Object.hasOwn(known, name)) return name;
    const below = foreignField(inner, known[name]);
    if (below !== null) return `${name}.${below}`;
  }
  return null;
}
