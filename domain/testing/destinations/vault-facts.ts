import { z } from 'zod';

/**
 * What HashiCorp and OpenBao document of the KV secrets engine, version 2, and of the two requests that
 * tell what a token may do and what lies where. Unknown fields are ignored there; here they are refused.
 */
export const VAULT_DATA = /^\/v1\/([^/?]+)\/data\/([^?]+)$/;
export const VAULT_CAPABILITIES = '/v1/sys/capabilities-self';
export const VAULT_MOUNT = /^\/v1\/sys\/internal\/ui\/mounts\/([^?]+)$/;

export const written = z.strictObject({
  options: z.strictObject({ cas: z.number().int().min(0) }).optional(),
  data: z.record(z.string(), z.unknown()),
});
export const capabilitiesAsked = z.strictObject({ paths: z.array(z.string()).min(1) });

/** Content type by method; `PUT` is the same as `POST`. */
export const VAULT_TYPES: Readonly<Record<string, string>> = {
  ...{ POST: 'application/json', PUT: 'application/json' },
  PATCH: 'application/merge-patch+json',
};
export const CAS_MISMATCH = 'check-and-set parameter did not match the current version';
export const CAS_REQUIRED = 'check-and-set parameter required for this call';
