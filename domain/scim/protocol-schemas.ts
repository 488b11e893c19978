import { type Attribute, attribute, complex, type Schema } from './attributes';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
const READ_ONLY = { mutability: 'readOnly' } as const;
const REQUIRED = { ...READ_ONLY, required: true } as const;
const EXACT = { ...REQUIRED, caseExact: true } as const;
const LIST = { ...READ_ONLY, multiValued: true } as const;
const URI = { type: 'reference', caseExact: true, referenceTypes: ['uri'] } as const;
const PAGE = { ...READ_ONLY, type: 'reference', referenceTypes: ['external'] } as const;

const isSupported = attribute('supported', 'Whether it is.', { ...REQUIRED, type: 'boolean' });
const most = (name: string, description: string) =>
  attribute(name, description, { ...REQUIRED, type: 'integer' });
const ability = (name: string, description: string, ...more: Attribute[]) =>
  complex(name, description, [isSupported, ...more], REQUIRED);

const serviceProviderConfig: Schema = {
  ...{ id: `${CORE}:ServiceProviderConfig`, name: 'ServiceProviderConfig' },
  description: 'What this provider can.',
  attributes: [
    attribute('documentationUri', 'A page of help for people.', PAGE),
    ability('patch', 'PATCH.'),
    ability(
      'bulk',
      'Many changes in one request.',
      most('maxOperations', 'How many at once.'),
      most('maxPayloadSize', 'Of how many bytes.'),
    ),
    ability('filter', 'Filters.', most('maxResults', 'How many resources an answer holds.')),
    ability('changePassword', 'Changes of passwords.'),
    ability('sort', 'Sorting.'),
    ability('etag', 'Entity tags.'),
    complex(
      'authenticationSchemes',
      'How clients prove who they are.',
      [
        attribute('name', 'Its name.', REQUIRED),
        attribute('description', 'What it is.', REQUIRED),
        attribute('specUri', 'Where it is specified.', PAGE),
        attribute('documentationUri', 'How to use it.', PAGE),
        attribute('type', 'Its kind.', {
          ...REQUIRED,
          canonicalValues: ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'],
        }),
        attribute('primary', 'Whether it is the preferred one.', { ...READ_ONLY, type: 'boolean' }),
      ],
      { ...LIST, required: true },
    ),
  ],
};

const resourceType: Schema = {
  ...{ id: `${CORE}:ResourceType`, name: 'ResourceType', description: 'A type of resource.' },
  attributes: [
    attribute('id', 'The same as its name.', READ_ONLY),
    attribute('name', 'Its name.', REQUIRED),
    attribute('description', 'What it is.', READ_ONLY),
    attribute('endpoint', 'Where its resources are.', { ...REQUIRED, ...URI }),
    attribute('schema', 'Its schema.', { ...REQUIRED, ...URI }),
    complex(
      'schemaExtensions',
      'The extensions that its resources may have.',
      [
        attribute('schema', 'The schema of the extension.', { ...REQUIRED, ...URI }),
        attribute('required', 'Whether all have it.', { ...REQUIRED, type: 'boolean' }),
      ],
      LIST,
    ),
  ],
};

const describing = (...more: Attribute[]): Attribute[] => [
  attribute('name', 'Its name.', EXACT),
  attribute('type', 'The kind of its values.', {
    ...EXACT,
    canonicalValues: [
      ...['string', 'complex', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'],
    ],
  }),
  attribute('multiValued', 'Whether it has several.', { ...REQUIRED, type: 'boolean' }),
  attribute('description', 'What it is.', { ...READ_ONLY, caseExact: true }),
  attribute('required', 'Whether it must be there.', { ...READ_ONLY, type: 'boolean' }),
  attribute('canonicalValues', 'Values that are common.', { ...LIST, caseExact: true }),
  attribute('caseExact', 'Whether case counts.', { ...READ_ONLY, type: 'boolean' }),
  attribute('mutability', 'Who may write it.', {
    ...{ ...READ_ONLY, caseExact: true },
    canonicalValues: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
  }),
  attribute('returned', 'When it is in an answer.', {
    ...{ ...READ_ONLY, caseExact: true },
    canonicalValues: ['always', 'never', 'default', 'request'],
  }),
  attribute('uniqueness', 'Among what it is the only one.', {
    ...{ ...READ_ONLY, caseExact: true, canonicalValues: ['none', 'server', 'global'] },
  }),
  attribute('referenceTypes', 'What it may refer to.', { ...LIST, caseExact: true }),
  ...more,
];

const schema: Schema = {
  ...{ id: `${CORE}:Schema`, name: 'Schema', description: 'What resources of a type have.' },
  attributes: [
    attribute('id', 'Its URN.', { ...REQUIRED, ...URI }),
    attribute('name', 'Its name.', REQUIRED),
    attribute('description', 'What it is.', READ_ONLY),
    complex(
      'attributes',
      'What such a resource has.',
      describing(complex('subAttributes', 'The parts of a complex value.', describing(), LIST)),
      { ...LIST, required: true },
    ),
  ],
};

/** The schemas of what describes this provider (RFC 7643, section 8.7.2). */
export const PROTOCOL_SCHEMAS: readonly Schema[] = [serviceProviderConfig, resourceType, schema];
