import { handling } from './handling.mjs';

const patch = (...rest) => handling('apply-patch', ...rest);
const list = (...rest) => handling('patch-list', ...rest);
const operations = (...rest) => handling('read-patch', ...rest);
const resource = (...rest) => handling('resource', ...rest);

export const SCIM_CHANGES = [
  resource(
    'a text is no boolean',
    "const text = typeof value === 'string' ? value.toLowerCase() : '';",
    "const text = '';",
    ['entra-disable-with-text'],
  ),
  resource(
    'a text is no manager',
    "if (typeof value === 'string' && findAttribute(attribute.subAttributes ?? [], 'value')) {",
    'if (false) {',
    ['entra-manager-as-text'],
  ),
  resource(
    'what only the server writes sinks a whole resource',
    'if (!attribute || !isWritable(attribute)) continue;',
    "if (attribute?.mutability === 'readOnly') wrong(key, 'left out');\n    if (!attribute || !isWritable(attribute)) continue;",
    ['entra-post-user', 'okta-put-user', 'okta-put-group'],
  ),
  resource(
    'an empty list is a value',
    'return values.length > 0 ? withOnePrimary(attribute, values) : undefined;',
    "return values.length > 0 ? withOnePrimary(attribute, values) : wrong(attribute.name, 'not empty');",
    ['entra-post-user'],
  ),
  operations(
    'an operation is named in small letters',
    'known === name.toLowerCase()',
    'known === name',
    [
      ...['entra-add-member', 'entra-add-work-email', 'entra-disable-with-text'],
      ...['entra-manager-as-text', 'entra-pathless-dotted-keys', 'entra-remove-member-as-list'],
      ...['entra-rename-group', 'entra-replace-work-email', 'entra-unknown-member'],
    ],
  ),
  patch(
    'a change without a path changes nothing',
    '} else applyPathless(type, draft, op, value);',
    '}',
    [
      ...['okta-deactivate', 'okta-rename-with-id', 'okta-rename-and-add'],
      ...['entra-pathless-dotted-keys', 'entra-unknown-extension'],
    ],
  ),
  patch(
    'an id beside a new name is refused',
    'if (place && isKept(place)) write(draft, op, place, each);',
    "if (place && !isKept(place)) unreadable('The id stays.');\n      if (place) write(draft, op, place, each);",
    ['okta-rename-with-id', 'okta-rename-and-add'],
  ),
  patch(
    'a key is a name, never a path',
    'return select(type, key) ?? undefined;',
    'return /[.:]/.test(key) ? undefined : (select(type, key) ?? undefined);',
    ['entra-pathless-dotted-keys'],
  ),
  patch(
    'a key of an extension that nobody knows sinks the change',
    'return select(type, key) ?? undefined;',
    "return select(type, key) ?? unreadable('Nobody knows it.');",
    ['entra-unknown-extension'],
  ),
  patch(
    'a key that no schema has sinks the change',
    "if (error instanceof ScimProblem && error.code === 'scim_invalid_path') return undefined;",
    '',
    ['entra-unknown-attribute'],
  ),
  patch(
    'a path into an extension that nobody knows sinks the change',
    'if (isForeign(type, read.urn)) return null;',
    '',
    ['entra-unknown-extension-path'],
  ),
  list(
    'a member chosen by a filter stays',
    "if (op === 'remove' && sub === null) return undefined;",
    '',
    ['entra-remove-member-as-filter'],
  ),
  list(
    'a list of members to remove removes them all',
    'if (value === undefined || value === null) return [];',
    'return [];',
    ['entra-remove-member-as-list'],
  ),
  list(
    'who is no member can’t be removed',
    "if (op === 'remove') return before;",
    "if (op === 'remove') throw new ScimProblem('scim_no_target', 'Nobody is chosen.');",
    ['entra-remove-stranger'],
  ),
  list(
    'members that are replaced stay',
    "if (op === 'replace') return unique(attribute, read());",
    "if (op === 'replace') return joined(attribute, before, read());",
    ['okta-replace-members'],
  ),
  list(
    'members that are added take the place of the others',
    "if (op === 'add') return joined(attribute, before, read());",
    "if (op === 'add') return unique(attribute, read());",
    ['entra-add-member', 'okta-rename-and-add', 'entra-unknown-member'],
  ),
  list(
    'what a filter doesn’t choose yet can’t be added',
    "if (op === 'replace') {",
    "if (op !== 'remove') {",
    ['entra-add-work-email'],
  ),
  list(
    'what a filter chooses loses the rest of what it has',
    'return changed(op, { attribute, sub }, asObject(each), value);',
    'return changed(op, { attribute, sub }, {}, value);',
    ['entra-replace-work-email'],
  ),
  handling(
    'members',
    'a member that nobody knows sinks the push',
    'sql.param(added)',
    'sql.param(joining)',
    ['entra-unknown-member'],
  ),
  handling(
    'save-group',
    'a new name forgets the members',
    'schemas: _schemas, ...before }',
    'schemas: _schemas, members: _members, ...before }',
    ['entra-rename-group', 'okta-rename-with-id', 'okta-rename-and-add', 'entra-add-member'],
  ),
  handling('create-group', 'a new group has nobody in it', 'memberIds(resource)', '[]', [
    'okta-post-group',
  ]),
  operations(
    'an operation that nobody knows adds',
    'if (!op) return unreadable(',
    "if (!op) return { op: 'add', path: 'displayName', value: 'x' };\n    if (false) unreadable(",
    ['wrong-op'],
  ),
  patch(
    'a removal of nothing is done',
    "throw new ScimProblem('scim_no_target', 'A removal needs a path.');",
    '',
    ['wrong-remove-without-path'],
  ),
  patch(
    'an attribute that nobody knows is passed over',
    "throw new ScimProblem('scim_invalid_path', `There",
    "return null;\n    throw new ScimProblem('scim_invalid_path', `There",
    ['wrong-path'],
  ),
  patch(
    'what only the server writes is passed over where it is named',
    'if (isGone || attribute.mutability',
    "if (attribute.mutability === 'readOnly') return;\n  if (isGone || attribute.mutability",
    ['wrong-read-only'],
  ),
  patch(
    'a required attribute is removed as if it were a wrong value',
    "const isGone = op === 'remove' && sub === null && attribute.required;",
    'const isGone = false;',
    ['wrong-remove-required'],
  ),
  operations(
    'a change to nothing said clears what was there',
    "if (value === undefined && op !== 'remove') return",
    'if (false) return',
    ['wrong-replace-without-value'],
  ),
  patch('members become somebody else', "if (sub?.mutability === 'immutable') {", 'if (false) {', [
    'wrong-member-value',
  ]),
  resource(
    'a member without an id is nobody',
    "if (isReference && idIn(read) === '') return wrong(",
    'if (false) return wrong(',
    ['wrong-members'],
  ),
  resource(
    'an address names nobody',
    "return typeof $ref === 'string' ? $ref.slice($ref.lastIndexOf('/') + 1) : '';",
    "return '';",
    ['remove-member-by-address'],
  ),
  list(
    'what a filter chooses keeps what its replacement lacks',
    'return read && readSingle(attribute, { ...wantedBy(filter), ...asObject(read) });',
    'return read && readSingle(attribute, { ...asObject(each), ...asObject(read) });',
    ['replace-work-email-whole'],
  ),
  list(
    'two values are the primary one',
    'return [hasPrimary && !isChosen[index] ? withoutPrimary(each) : each];',
    'return [each];',
    ['replace-home-email-as-primary'],
  ),
  patch(
    'a path that names the schema leads nowhere',
    "if (path.toLowerCase() === type.schema.id.toLowerCase() && op !== 'remove') {",
    'if (false) {',
    ['add-at-schema'],
  ),
  resource(
    'any text is a boolean',
    "return text === 'false' ? false : wrong(name, 'a boolean');",
    'return false;',
    ['wrong-kind-of-value'],
  ),
];
