import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { memberEditInput } from '@/domain/groups/member-plan';
import { COMMANDS, QUERIES } from '@/domain/registry/operations';

interface Schema {
  readonly [key: string]: unknown;
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** Paths of the objects inside a schema that let unknown fields pass. */
function lenientObjects(schema: Schema, path: string): string[] {
  const isLenient =
    schema.type === 'object' && schema.properties && schema.additionalProperties !== false;
  const inside = Object.entries(schema).flatMap(([key, value]) =>
    isSchema(value) ? lenientObjects(value, `${path}/${key}`) : [],
  );
  return isLenient ? [path, ...inside] : inside;
}

describe('a misspelt field', () => {
  it.each([...COMMANDS, ...QUERIES].map(({ operation, input }) => [operation, input] as const))(
    'is refused inside the input of %s, not only at its top',
    (_operation, input) => {
      const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema;
      const found = lenientObjects((schema.properties ?? {}) as Schema, '');
      expect(found).toEqual([]);
    },
  );

  it('does not turn a membership with an end into one without', () => {
    const edit = { group: 'billing', add: [{ identity: 'max@example.com', expires: 'tomorrow' }] };
    expect(memberEditInput.safeParse(edit).success).toBe(false);
  });
});
