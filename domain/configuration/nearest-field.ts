import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import type { Path } from './change';

/** As much of a schema as says which fields there are. */
interface Def {
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly valueType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly out?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
}

const defOf = (schema: z.core.$ZodType) => schema._zod.def as Def;

/** The schema itself, or what it wraps: each that a value there could be of. */
function kindsOf(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { innerType, in: before, out: after, options } = defOf(schema);
  const wrapped = [innerType, before, after, ...(options ?? [])].filter((one) => one !== undefined);
  return wrapped.length === 0 ? [schema] : wrapped.flatMap(kindsOf);
}

function fieldsAt(root: z.core.$ZodType, path: Path): string[] {
  let schemas = kindsOf(root);
  for (const step of path) {
    schemas = schemas.flatMap((schema) => {
      const { shape, valueType, element } = defOf(schema);
      const next = shape?.[step] ?? valueType ?? element;
      return next ? kindsOf(next) : [];
    });
  }
  return [...new Set(schemas.flatMap((schema) => Object.keys(defOf(schema).shape ?? {})))];
}

const MAX_DISTANCE = 2;

/** In words: the field that was probably meant, or those that there are. */
export function nearestField(root: z.core.$ZodType, path: Path, written: string): string {
  const fields = fieldsAt(root, path);
  const [nearest] = fields
    .map((name) => ({
      name,
      far: distance(name.toLowerCase(), written.slice(0, 100).toLowerCase()),
    }))
    .filter(({ far }) => far <= MAX_DISTANCE)
    .sort((one, other) => one.far - other.far);
  return nearest ? `Did you mean “${nearest.name}”?` : `There are: ${fields.join(', ')}.`;
}
