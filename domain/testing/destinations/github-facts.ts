/**
 * What GitHub's published OpenAPI document says of the requests that store an Actions secret: paths,
 * required headers and body, answers. Facts of REST version 2022-11-28, checked against the document.
 */
export const GITHUB_SECRETS = [
  {
    path: /^\/repos\/[^/]+\/[^/]+\/actions\/secrets\/([^/]+)$/,
    fields: ['encrypted_value', 'key_id'],
  },
  {
    path: /^\/repos\/[^/]+\/[^/]+\/environments\/[^/]+\/secrets\/([^/]+)$/,
    fields: ['encrypted_value', 'key_id'],
  },
  {
    path: /^\/orgs\/[^/]+\/actions\/secrets\/([^/]+)$/,
    fields: ['encrypted_value', 'key_id', 'visibility', 'selected_repository_ids'],
    /** Required here by the document; we send, and so demand, the first two as well. */
    visibility: ['all', 'private', 'selected'],
  },
] as const;

export const REQUIRED = ['encrypted_value', 'key_id'] as const;

/** The pattern of `encrypted_value`, as the document has it. */
export const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;
