import type { Aim } from '@/domain/testing/aim';
import { ANOMALY_COMMANDS, ANOMALY_QUERIES } from './anomalies';
import { API_COMMANDS, API_QUERIES } from './apis';
import { CONFIGURATION_COMMANDS, CONFIGURATION_QUERIES } from './configuration';
import { DELEGATION_COMMANDS } from './delegation';
import { DESTINATION_COMMANDS, DESTINATION_QUERIES } from './destinations';
import { FACTOR_COMMANDS, FACTOR_QUERIES } from './factors';
import { GROUP_COMMANDS, GROUP_QUERIES } from './groups';
import { HISTORY_QUERIES, VERIFIER_COMMANDS } from './history';
import { IDENTITY_COMMANDS, IDENTITY_QUERIES } from './identities';
import { INCIDENT_COMMANDS, INCIDENT_QUERIES } from './incidents';
import { KEPT_TOKEN_COMMANDS } from './kept-tokens';
import { LEAK_COMMANDS, LEAK_QUERIES } from './leaks';
import { NOTICE_COMMANDS, NOTICE_QUERIES } from './notices';
import { ORGANISATION_COMMANDS, ORGANISATION_QUERIES } from './organisation';
import { OWN_TOKEN_COMMANDS } from './own-tokens';
import { REQUEST_COMMANDS, REQUEST_QUERIES } from './requests';
import { RETENTION_COMMANDS, RETENTION_QUERIES } from './retention';
import { REVIEW_COMMANDS, REVIEW_QUERIES } from './reviews';
import { ROTATION_COMMANDS, ROTATION_QUERIES } from './rotations';
import { SCIM_COMMANDS, SCIM_QUERIES } from './scim';
import { SCOPE_COMMANDS, SCOPE_QUERIES } from './scopes';
import { SESSION_COMMANDS, SESSION_QUERIES } from './sessions';
import { SETUP_COMMANDS, SETUP_QUERIES } from './setup';
import { SINK_COMMANDS, SINK_QUERIES } from './sinks';
import { SSO_COMMANDS, SSO_QUERIES } from './sso';
import { SIGN_ON_COMMANDS } from './sso-sign-on';
import { TOKEN_COMMANDS, TOKEN_QUERIES } from './tokens';
import { VIEW_COMMANDS, VIEW_QUERIES } from './views';
import { WEBHOOK_COMMANDS, WEBHOOK_QUERIES } from './webhooks';
import { WORKLOAD_COMMANDS, WORKLOAD_QUERIES } from './workloads';

export const COMMAND_CASES = [
  ...ANOMALY_COMMANDS,
  ...API_COMMANDS,
  ...CONFIGURATION_COMMANDS,
  ...SCIM_COMMANDS,
  ...SCOPE_COMMANDS,
  ...GROUP_COMMANDS,
  ...IDENTITY_COMMANDS,
  ...ORGANISATION_COMMANDS,
  ...TOKEN_COMMANDS,
  ...OWN_TOKEN_COMMANDS,
  ...KEPT_TOKEN_COMMANDS,
  ...DELEGATION_COMMANDS,
  ...SESSION_COMMANDS,
  ...SETUP_COMMANDS,
  ...VERIFIER_COMMANDS,
  ...SINK_COMMANDS,
  ...VIEW_COMMANDS,
  ...WEBHOOK_COMMANDS,
  ...DESTINATION_COMMANDS,
  ...ROTATION_COMMANDS,
  ...REVIEW_COMMANDS,
  ...RETENTION_COMMANDS,
  ...INCIDENT_COMMANDS,
  ...NOTICE_COMMANDS,
  ...WORKLOAD_COMMANDS,
  ...SSO_COMMANDS,
  ...SIGN_ON_COMMANDS,
  ...LEAK_COMMANDS,
  ...FACTOR_COMMANDS,
  ...REQUEST_COMMANDS,
];

export const QUERY_CASES = [
  ...ANOMALY_QUERIES,
  ...API_QUERIES,
  ...CONFIGURATION_QUERIES,
  ...SCIM_QUERIES,
  ...SCOPE_QUERIES,
  ...GROUP_QUERIES,
  ...IDENTITY_QUERIES,
  ...ORGANISATION_QUERIES,
  ...TOKEN_QUERIES,
  ...SESSION_QUERIES,
  ...SETUP_QUERIES,
  ...FACTOR_QUERIES,
  ...HISTORY_QUERIES,
  ...SINK_QUERIES,
  ...VIEW_QUERIES,
  ...WEBHOOK_QUERIES,
  ...DESTINATION_QUERIES,
  ...ROTATION_QUERIES,
  ...REVIEW_QUERIES,
  ...RETENTION_QUERIES,
  ...INCIDENT_QUERIES,
  ...NOTICE_QUERIES,
  ...WORKLOAD_QUERIES,
  ...SSO_QUERIES,
  ...LEAK_QUERIES,
  ...REQUEST_QUERIES,
];

/** A valid input of every operation, aimed at the same things. */
export const inputsFor = (aim: Aim): Readonly<Record<string, Record<string, unknown>>> =>
  Object.fromEntries(
    [...COMMAND_CASES, ...QUERY_CASES].map(({ operation, input }) => [operation, input(aim)]),
  );
