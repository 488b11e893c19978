import { z } from 'zod';

/**
 * What GitLab documents of CI/CD variables (API v4: project-level and group-level variables), with the
 * masking rules of its own validation. It ignores unknown fields; here they are refused.
 */
export const GITLAB_VARIABLES =
  /^\/api\/v4\/((?:projects|groups)\/[^/?]+)\/variables(?:\/([^/?]+))?(?:\?(.*))?$/;
export const GITLAB_OWN_TOKEN = '/api/v4/personal_access_tokens/self';

const key = z.string().regex(/^[a-zA-Z0-9_]{1,255}$/);
/** Letters, digits, spaces and `-_/${}.`, and `*`. */
const scope = z.string().regex(/^[-a-zA-Z0-9_/${}. *]{1,255}$/);
const changed = {
  value: z.string(),
  description: z.string().nullable().optional(),
  environment_scope: scope.optional(),
  masked: z.boolean().optional(),
  protected: z.boolean().optional(),
  raw: z.boolean().optional(),
  variable_type: z.enum(['env_var', 'file']).optional(),
};
export const newVariable = z.strictObject({
  ...{ ...changed, key, masked_and_hidden: z.boolean().optional() },
});
/** The name stays, and hidden is only what was made so. */
export const changedVariable = z.strictObject(changed);

/** One line without spaces, of at least eight characters… */
const MASKABLE_RAW = /^\S{8,}$/;
/** …and where variables in it are expanded, of these characters. */
const MASKABLE = /^[a-zA-Z0-9_+=/@:.~-]{8,}$/;
export const isMaskable = (value: string, raw: boolean) =>
  (raw ? MASKABLE_RAW : MASKABLE).test(value);

/** Parameters of a list, and of one variable. */
export const LIST_QUERY = ['page', 'per_page'];
export const ONE_QUERY = ['filter[environment_scope]'];
