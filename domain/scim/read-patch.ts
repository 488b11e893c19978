import { isObject, requireSchema } from './resource';
import { ScimProblem } from './scim-problem';

const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const MAX_OPERATIONS = 1_000;
const OPS = ['add', 'remove', 'replace'] as const;
export type Op = (typeof OPS)[number];

interface PatchOperation {
  readonly op: Op;
  readonly path: string | null;
  readonly value: unknown;
}

const fieldOf = (body: Record<string, unknown>, name: string): unknown =>
  body[Object.keys(body).find((key) => key.toLowerCase() === name) ?? name];

/** @throws {ScimProblem} where it is no PatchOp; names and `op` are read in any case */
export function readPatch(body: unknown): PatchOperation[] {
  if (!isObject(body)) return unreadable('The body must be a JSON object.');
  requireSchema(body, PATCH_SCHEMA);
  const sent = fieldOf(body, 'operations');
  if (!Array.isArray(sent) || sent.length === 0) return unreadable('“Operations” must be a list.');
  if (sent.length > MAX_OPERATIONS) {
    throw new ScimProblem('scim_too_many', `At most ${MAX_OPERATIONS} operations at once.`);
  }
  return sent.map((one: unknown) => {
    if (!isObject(one)) return unreadable('Each operation must be an object.');
    const name = fieldOf(one, 'op');
    const op = OPS.find((known) => typeof name === 'string' && known === name.toLowerCase());
    if (!op) return unreadable('“op” must be add, remove or replace.');
    const path = fieldOf(one, 'path') ?? null;
    if (path !== null && typeof path !== 'string') return unreadable('“path” must be a text.');
    const value = fieldOf(one, 'value');
    if (value === undefined && op !== 'remove') return unreadable(`${op} needs a “value”.`);
    return { op, path: path?.trim() || null, value };
  });
}

export const unreadable = (message: string): never => {
  throw new ScimProblem('scim_invalid_syntax', message);
};
