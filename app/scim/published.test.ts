import { describe, expect } from 'vitest';
import type { Attribute, Schema } from '@/domain/scim/attributes';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { makeGroup, makeUser, openDoor, patchOf, send } from './testing';

interface Type {
  readonly name: 'User' | 'Group';
  readonly endpoint: string;
  readonly schema: string;
  readonly schemaExtensions: readonly { readonly schema: string }[];
}
/** An attribute that a client may write, by the path of its schema. */
interface Writable {
  readonly path: string;
  readonly attribute: Attribute;
}

let secret: string;
let schemas: Schema[];
let types: Type[];
let made = 0;

beforeAll(async () => {
  openDoor(world);
  secret = world.managementToken;
  schemas = (await send(secret, 'GET', '/Schemas')).body.Resources;
  types = (await send(secret, 'GET', '/ResourceTypes')).body.Resources;
});

const isWritable = ({ mutability }: Attribute) => mutability !== 'readOnly';
const schemaOf = (id: string) => schemas.find((one) => one.id === id) ?? { attributes: [] };

function writableOf({ schema, schemaExtensions }: Type): Writable[] {
  const urns = [schema, ...schemaExtensions.map((one) => one.schema)];
  return urns.flatMap((urn) =>
    schemaOf(urn)
      .attributes.filter((one) => isWritable(one) && !one.required)
      .map((attribute) => ({ path: `${urn}:${attribute.name}`, attribute })),
  );
}

/** A value as the schema says it is, another each time. */
async function madeFor(attribute: Attribute): Promise<unknown> {
  made += 1;
  const { name, type, multiValued, canonicalValues = [], subAttributes = [] } = attribute;
  const one = async (): Promise<unknown> => {
    if (name === 'members') return { value: await makeUser(secret, `published-${made}`) };
    if (type === 'complex') return complexOf(subAttributes.filter(isWritable));
    if (type === 'boolean') return made % 2 === 0;
    if (type === 'reference') return `https://example.com/${made}`;
    if (type === 'binary') return Buffer.from(`certificate ${made}`).toString('base64');
    return canonicalValues[made % Math.max(1, canonicalValues.length)] ?? `${name} ${made}`;
  };
  return multiValued ? [await one()] : one();
}

async function complexOf(attributes: readonly Attribute[]) {
  const value: Record<string, unknown> = {};
  for (const each of attributes) value[each.name] = await madeFor(each);
  return value;
}

function make({ name }: Type) {
  made += 1;
  return name === 'User'
    ? makeUser(secret, `published-${made}`)
    : makeGroup(secret, `Published ${made}`);
}

/** What a resource has at a path, by way of its extension where it is of one. */
function at(type: Type, resource: Record<string, unknown>, { path, attribute }: Writable) {
  const urn = path.slice(0, path.lastIndexOf(':'));
  const holder = urn === type.schema ? resource : resource[urn];
  return (holder as Record<string, unknown> | undefined)?.[attribute.name];
}

describe('a client that knows what is published, and nothing else', () => {
  it('finds a schema for every type and extension, with all characteristics', () => {
    expect(types.map(({ name, endpoint }) => [name, endpoint])).toEqual([
      ...[
        ['User', '/Users'],
        ['Group', '/Groups'],
      ],
    ]);
    const told = (attribute: Attribute): string[] => [
      ...Object.keys(attribute),
      ...(attribute.subAttributes ?? []).flatMap(told),
    ];
    for (const type of types) expect(writableOf(type).length).toBeGreaterThan(0);
    for (const attribute of schemas.flatMap(({ attributes }) => attributes)) {
      expect(told(attribute)).toEqual(
        expect.arrayContaining([
          ...['name', 'type', 'multiValued', 'description', 'required', 'caseExact'],
          ...['mutability', 'returned', 'uniqueness'],
        ]),
      );
    }
  });

  it.for(['add', 'replace'] as const)('can %s every attribute, and remove it', async (op) => {
    let tried = 0;
    for (const type of types) {
      const id = await make(type);
      const address = `${type.endpoint}/${id}`;
      for (const writable of writableOf(type)) {
        const { path, attribute } = writable;
        const value = await madeFor(attribute);
        const patched = await send(secret, 'PATCH', address, {
          body: patchOf({ op, path, value }),
        });
        expect(patched, `${op} ${path}`).toMatchObject({ status: 200 });
        const read = await send(secret, 'GET', address);
        expect(read.body, path).toEqual(patched.body);
        const held = at(type, read.body, writable);
        if (attribute.returned === 'never') expect(held, path).toBeUndefined();
        else expect([held], path).toMatchObject([value]);
        const body = patchOf({ op: 'remove', path });
        expect(await send(secret, 'PATCH', address, { body }), path).toMatchObject({ status: 200 });
        const after = await send(secret, 'GET', address);
        // Who is not said to be inactive is active.
        if (attribute.name !== 'active') {
          expect(at(type, after.body, writable), path).toBeUndefined();
        }
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(25);
  });

  it('can put a resource of all attributes in the place of one of none', async () => {
    for (const type of types) {
      const id = await make(type);
      const address = `${type.endpoint}/${id}`;
      const { body: before } = await send(secret, 'GET', address);
      const body: Record<string, unknown> = { ...before };
      for (const { path, attribute } of writableOf(type)) {
        const urn = path.slice(0, path.lastIndexOf(':'));
        const value = await madeFor(attribute);
        if (urn === type.schema) body[attribute.name] = value;
        else body[urn] = { ...(body[urn] as object), [attribute.name]: value };
      }
      const put = await send(secret, 'PUT', address, { body });
      const { password: _, meta: __, schemas: ___, ...wanted } = body;
      expect(put).toMatchObject({ status: 200, body: wanted });
      const again = await send(secret, 'PUT', address, { body: put.body });
      expect(again.body).toEqual(put.body);
    }
  });
});
