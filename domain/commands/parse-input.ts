import { z } from 'zod';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { cut } from '@/domain/base/text';

const MAX_ERRORS = 50;
const MAX_ERROR_LENGTH = 300;

/** What came through a door as the operation's schema has it, or a refusal that names each field. */
export function parseInput<Input extends z.ZodType>(
  definition: { input: Input },
  rawInput: unknown,
): z.output<Input> | Refusal {
  // Unknown fields are refused: a misspelt limit must not silently be no limit.
  const schema =
    definition.input instanceof z.ZodObject ? definition.input.strict() : definition.input;
  const parsed = schema.safeParse(rawInput);
  if (parsed.success) return parsed.data as z.output<Input>;
  // A hostile input must not be answered with megabytes.
  const errors = parsed.error.issues.slice(0, MAX_ERRORS).map((issue: z.core.$ZodIssue) => ({
    path: cut(issue.path.join('.'), MAX_ERROR_LENGTH),
    message: cut(issue.message, MAX_ERROR_LENGTH),
  }));
  return refuse(
    'invalid',
    'invalid_input',
    errors[0]?.message ?? 'The input is not valid.',
    errors,
  );
}
