import { z } from 'zod';

/**
 * What the published OpenAPI document of Kubernetes says of Secrets in a namespace: paths, parameters,
 * content types and fields; and what its API conventions say of names. A test compares the document.
 */
export const SECRETS_PATH = '/api/v1/namespaces/{namespace}/secrets';
export const SECRET_PATH = `${SECRETS_PATH}/{name}`;
export const SECRETS = /^\/api\/v1\/namespaces\/([^/?]+)\/secrets(?:\/([^/?]+))?(?:\?(.*))?$/;

/** Of POST and PATCH, whose parameters are the same but for `force`. */
export const writeQuery = z.strictObject({
  dryRun: z.literal('All').optional(),
  fieldManager: z.string().min(1).max(128).optional(),
  fieldValidation: z.enum(['Ignore', 'Warn', 'Strict']).optional(),
  pretty: z.string().optional(),
});
export const PATCH_TYPES = [
  ...['application/json-patch+json', 'application/merge-patch+json'],
  ...['application/strategic-merge-patch+json', 'application/apply-patch+yaml'],
  'application/apply-patch+cbor',
];
/** Those that the stand-in carries out: of a Secret they mean the same. */
export const MERGES = ['application/merge-patch+json', 'application/strategic-merge-patch+json'];

/** Go's decoder takes no other base64 (RFC 4648 section 4, with padding). */
const bytes = z
  .string()
  .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'illegal base64 data');
const dataKey = z.string().regex(/^(?!\.\.?$|\.\.)[-._a-zA-Z0-9]{1,253}$/);
/** RFC 1123: a subdomain. */
const objectName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);

const metadata = {
  ...{ name: objectName, namespace: z.string(), resourceVersion: z.string() },
  ...{ annotations: z.record(z.string(), z.string()), labels: z.record(z.string(), z.string()) },
  ...{ creationTimestamp: z.string(), deletionGracePeriodSeconds: z.number() },
  ...{ deletionTimestamp: z.string(), finalizers: z.array(z.string()), generateName: z.string() },
  ...{ generation: z.number(), managedFields: z.array(z.unknown()), selfLink: z.string() },
  ...{ ownerReferences: z.array(z.unknown()), uid: z.string() },
};
export const metadataObject = z.strictObject(metadata).partial();
const fields = {
  ...{ immutable: z.boolean().optional(), type: z.string().optional() },
  stringData: z.record(z.string(), z.string()).optional(),
};
export const newSecret = z.strictObject({
  ...{ ...fields, apiVersion: z.literal('v1'), kind: z.literal('Secret') },
  metadata: metadataObject.required({ name: true }).omit({ resourceVersion: true }),
  data: z.record(dataKey, bytes).optional(),
});
/** RFC 7396: null removes. */
export const secretPatch = z.strictObject({
  ...{ ...fields, apiVersion: z.literal('v1').optional(), kind: z.literal('Secret').optional() },
  metadata: metadataObject.optional(),
  data: z.record(dataKey, bytes.nullable()).optional(),
});
