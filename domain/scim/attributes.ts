/** One attribute of a schema (RFC 7643, section 7), with the defaults of section 2.2 filled in. */
export interface Attribute {
  readonly name: string;
  readonly type:
    | 'string'
    | 'boolean'
    | 'decimal'
    | 'integer'
    | 'dateTime'
    | 'reference'
    | 'binary'
    | 'complex';
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readWrite' | 'readOnly' | 'immutable' | 'writeOnly';
  readonly returned: 'default' | 'always' | 'never' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

export interface Schema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

type More = Partial<Omit<Attribute, 'name' | 'description' | 'subAttributes'>>;

/** A single-valued string unless `more` says otherwise. */
export const attribute = (name: string, description: string, more: More = {}): Attribute => ({
  ...{ name, type: 'string', multiValued: false, description, required: false },
  ...{ caseExact: false, mutability: 'readWrite', returned: 'default', uniqueness: 'none' },
  ...more,
});

export const complex = (
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  more: More = {},
): Attribute => ({ ...attribute(name, description, { type: 'complex', ...more }), subAttributes });

/** A list of things with `value`, `display`, `type` and `primary` (RFC 7643, section 2.4). */
export const plural = (
  name: string,
  description: string,
  { types, value, more }: { types?: readonly string[]; value?: More; more?: More } = {},
): Attribute =>
  complex(
    name,
    description,
    [
      attribute('value', 'The value itself.', value),
      attribute('display', 'For people to read.'),
      attribute('type', 'What it is for.', types ? { canonicalValues: types } : {}),
      attribute('primary', 'Whether it is the preferred one; one at most is.', { type: 'boolean' }),
    ],
    { multiValued: true, ...more },
  );

/** Names of attributes are compared without regard to case (RFC 7643, section 2.1). */
export const findAttribute = (
  attributes: readonly Attribute[],
  name: string,
): Attribute | undefined => {
  const lower = name.toLowerCase();
  return attributes.find((one) => one.name.toLowerCase() === lower);
};
