import type { Schema } from '@/domain/scim/attributes';
import { PROTOCOL_SCHEMAS } from '@/domain/scim/protocol-schemas';
import { RESOURCE_TYPES, type ResourceType, SCHEMAS } from '@/domain/scim/schemas';
import { MAX_RESULTS } from '@/domain/scim/search-input';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
export const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** What this provider can (RFC 7643, section 5). */
export const serviceProviderConfig = () => ({
  schemas: [`${CORE}:ServiceProviderConfig`],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MAX_RESULTS },
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: true },
  authenticationSchemes: [
    {
      ...{ type: 'oauthbearertoken', name: 'Keyward token' },
      description: 'A token whose group holds the operation scim.provision.',
      specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: '/ServiceProviderConfig' },
});

const described = (type: ResourceType) => ({
  schemas: [`${CORE}:ResourceType`],
  ...{ id: type.name, name: type.name, endpoint: type.endpoint, description: type.description },
  schema: type.schema.id,
  schemaExtensions: type.extensions.map(({ id }) => ({ schema: id, required: false })),
  meta: { resourceType: 'ResourceType', location: `/ResourceTypes/${type.name}` },
});

const withSchema = (schema: Schema) => ({
  schemas: [`${CORE}:Schema`],
  ...schema,
  meta: { resourceType: 'Schema', location: `/Schemas/${schema.id}` },
});

/** All that one of the discovery endpoints has (RFC 7644, section 4), by id. */
export const DISCOVERY: Readonly<Record<string, readonly { readonly id: string }[]>> = {
  ResourceTypes: RESOURCE_TYPES.map(described),
  Schemas: [...SCHEMAS, ...PROTOCOL_SCHEMAS].map(withSchema),
};

export const listOf = (all: readonly object[], startIndex = 1, total = all.length) => ({
  schemas: [LIST_SCHEMA],
  ...{ totalResults: total, startIndex, itemsPerPage: all.length, Resources: all },
});

type Json = Readonly<Record<string, unknown>>;

/** Completes the addresses in a resource: they are kept as they are under `base`. */
export function withAddresses(resource: Json, base: string): Json {
  const complete = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(complete);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref } = value as Json;
    const isOurs = typeof $ref === 'string' && /^\/(Users|Groups)\//.test($ref);
    return isOurs ? { ...value, $ref: `${base}${$ref}` } : value;
  };
  const { meta } = resource as { meta?: { location?: string } };
  const { groups, members } = resource;
  return {
    ...resource,
    ...(groups !== undefined && { groups: complete(groups) }),
    ...(members !== undefined && { members: complete(members) }),
    ...(meta?.location && { meta: { ...meta, location: `${base}${meta.location}` } }),
  };
}
