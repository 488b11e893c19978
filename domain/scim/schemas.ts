import { type Attribute, attribute, complex, plural, type Schema } from './attributes';

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const READ_ONLY = { mutability: 'readOnly' } as const;

/** What every resource has (RFC 7643, section 3.1); no schema lists them. */
export const COMMON_ATTRIBUTES: readonly Attribute[] = [
  attribute('id', 'Given by Keyward.', {
    ...{ ...READ_ONLY, caseExact: true, returned: 'always', uniqueness: 'global' },
  }),
  attribute('externalId', 'Given by the client.', { caseExact: true }),
  attribute('schemas', 'The schemas of the resource.', {
    ...{ type: 'reference', multiValued: true, caseExact: true, returned: 'always' },
  }),
  complex(
    'meta',
    'About the resource itself.',
    [
      attribute('resourceType', 'User or Group.', { ...READ_ONLY, caseExact: true }),
      attribute('created', 'When it was made.', { ...READ_ONLY, type: 'dateTime' }),
      attribute('lastModified', 'When it last changed.', { ...READ_ONLY, type: 'dateTime' }),
      attribute('location', 'Its address.', { ...READ_ONLY, type: 'reference', caseExact: true }),
      attribute('version', 'Its entity tag, a weak one.', { ...READ_ONLY, caseExact: true }),
    ],
    READ_ONLY,
  ),
];

const reference = (...referenceTypes: string[]) =>
  ({ type: 'reference', caseExact: true, referenceTypes }) as const;
const PLACES = ['work', 'home', 'other'];

const user: Schema = {
  ...{ id: USER_SCHEMA, name: 'User', description: 'A person in Keyward.' },
  attributes: [
    attribute('userName', 'By which the client names the person; unique among its people.', {
      ...{ required: true, uniqueness: 'server' },
    }),
    complex('name', 'The parts of the name.', [
      attribute('formatted', 'The full name.'),
      attribute('familyName', 'The family name.'),
      attribute('givenName', 'The given name.'),
      attribute('middleName', 'The middle names.'),
      attribute('honorificPrefix', 'Such as “Ms.”.'),
      attribute('honorificSuffix', 'Such as “III”.'),
    ]),
    attribute('displayName', 'The name that Keyward shows.'),
    attribute('nickName', 'What friends say.'),
    attribute('profileUrl', 'A page about the person.', reference('external')),
    attribute('title', 'Such as “Vice President”.'),
    attribute('userType', 'Such as “Contractor”.'),
    attribute('preferredLanguage', 'As in Accept-Language (RFC 7231, 5.3.5).'),
    attribute('locale', 'For dates and numbers.'),
    attribute('timezone', 'As the time zone database names it.'),
    attribute('active', 'Whether the person may do anything.', { type: 'boolean' }),
    attribute('password', 'Taken and thrown away: people set their own.', {
      ...{ mutability: 'writeOnly', returned: 'never', caseExact: true },
    }),
    plural('emails', 'Addresses for mail.', { types: PLACES }),
    plural('phoneNumbers', 'Phone numbers.', {
      types: ['work', 'home', 'mobile', 'fax', 'pager', 'other'],
    }),
    plural('ims', 'Addresses for instant messages.'),
    plural('photos', 'Addresses of pictures.', {
      ...{ types: ['photo', 'thumbnail'], value: reference('external') },
    }),
    complex(
      'addresses',
      'Where to send parcels.',
      [
        attribute('formatted', 'The full address.'),
        attribute('streetAddress', 'Street and number.'),
        attribute('locality', 'City.'),
        attribute('region', 'State.'),
        attribute('postalCode', 'Postal code.'),
        attribute('country', 'Country (ISO 3166-1, alpha-2).'),
        attribute('type', 'What it is for.', { canonicalValues: PLACES }),
        attribute('primary', 'Whether it is the preferred one.', { type: 'boolean' }),
      ],
      { multiValued: true },
    ),
    complex(
      'groups',
      'The pushed groups that the person is in; change the groups instead.',
      [
        attribute('value', 'Id of the group.', { ...READ_ONLY, caseExact: true }),
        attribute('$ref', 'Address of the group.', { ...READ_ONLY, ...reference('Group') }),
        attribute('display', 'Name of the group.', READ_ONLY),
        attribute('type', 'How they are in it.', { ...READ_ONLY, canonicalValues: ['direct'] }),
      ],
      { multiValued: true, ...READ_ONLY },
    ),
    plural('entitlements', 'What the person is entitled to elsewhere.'),
    plural('roles', 'Roles elsewhere: Keyward goes by groups.'),
    plural('x509Certificates', 'Certificates.', { value: { type: 'binary', caseExact: true } }),
  ],
};

const enterprise: Schema = {
  ...{ id: ENTERPRISE_SCHEMA, name: 'EnterpriseUser', description: 'A person at work.' },
  attributes: [
    attribute('employeeNumber', 'Number of the employee.'),
    attribute('costCenter', 'Cost center.'),
    attribute('organization', 'Organization.'),
    attribute('division', 'Division.'),
    attribute('department', 'Department.'),
    complex('manager', 'To whom the person reports.', [
      attribute('value', 'Id of the manager, as the client has it.', { caseExact: true }),
      attribute('$ref', 'Address of the manager.', reference('User')),
      attribute('displayName', 'Name of the manager.', READ_ONLY),
    ]),
  ],
};

const group: Schema = {
  ...{ id: GROUP_SCHEMA, name: 'Group', description: 'A group that a client pushes.' },
  attributes: [
    attribute('displayName', 'The name of the group.', { required: true }),
    complex(
      'members',
      'The people in it.',
      [
        attribute('value', 'Id of the person.', { mutability: 'immutable', caseExact: true }),
        attribute('$ref', 'Address of the person.', {
          ...{ ...reference('User'), mutability: 'immutable' },
        }),
        attribute('type', 'What the member is.', {
          ...{ mutability: 'immutable', canonicalValues: ['User'] },
        }),
      ],
      { multiValued: true },
    ),
  ],
};

export const SCHEMAS: readonly Schema[] = [user, group, enterprise];

export interface ResourceType {
  readonly name: 'User' | 'Group';
  /** Under `/scim/v2`. */
  readonly endpoint: '/Users' | '/Groups';
  readonly description: string;
  readonly schema: Schema;
  readonly extensions: readonly Schema[];
}

export const USER_TYPE: ResourceType = {
  ...{ name: 'User', endpoint: '/Users', description: 'People' },
  ...{ schema: user, extensions: [enterprise] },
};
export const GROUP_TYPE: ResourceType = {
  ...{ name: 'Group', endpoint: '/Groups', description: 'Pushed groups' },
  ...{ schema: group, extensions: [] },
};
export const RESOURCE_TYPES = [USER_TYPE, GROUP_TYPE] as const;

export const coreAttributes = ({ schema }: ResourceType): readonly Attribute[] => [
  ...COMMON_ATTRIBUTES,
  ...schema.attributes,
];
