import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { withholdSecrets } from '@/db/secrets/withhold-secrets';
import { type VariableName, variables } from './variables';

type Source = Readonly<Record<string, string | undefined>>;

type Values = { [Name in VariableName]: (typeof variables)[Name]['schema']['_zod']['output'] };

/** The whole configuration of a process. Ports are TCP ports, directories are absolute paths. */
export interface Environment {
  /** undefined: the embedded server under `dataDirectory`. */
  readonly databaseUrl: string | undefined;
  readonly dataDirectory: string;
  /** Public address of the dashboard, without a trailing slash. */
  readonly keywardUrl: string;
  readonly keywardToken: string | undefined;
  readonly dashboardHost: string;
  readonly dashboardPort: number;
  readonly verifierHost: string;
  readonly verifierPort: number;
  readonly verifierName: string;
  /** Processes that share the verifier's port, each with a cache and a journal of its own. */
  readonly verifierWorkers: number;
  /** Addresses or CIDRs of the gateways whose forwarded headers the verifier believes. */
  readonly trustedProxies: readonly string[] | undefined;
  /** Origins of issuers that may be in private networks, or without TLS. */
  readonly trustedIssuersPrivate: readonly string[];
  /** Where the verifier reads; the main database when no replica is named. */
  readonly verifierDatabaseUrl: string | undefined;
  readonly journalDirectory: string;
  readonly journalMaxBytes: number;
  readonly outageGraceSeconds: number;
  /** undefined: generated and kept in `dataDirectory` by the process that starts the others. */
  readonly nextAuthSecret: string | undefined;
  /** The OpenID provider that people may sign in with from the first start on. */
  readonly oidc: OidcVariables | undefined;
  /** undefined: nothing is mailed. */
  readonly smtpUrl: string | undefined;
  /** In whose name mail goes out. */
  readonly mailFrom: string;
  /** Hosts, or origins, that webhooks may go to though they are private or without TLS. */
  readonly webhookPrivateHosts: readonly string[];
  /** Hosts, or origins, that secrets may be delivered to though they are private or without TLS. */
  readonly destinationPrivateHosts: readonly string[];
  /** Where the keys of GitHub's secret scanning are; undefined: at GitHub. */
  readonly secretScanningKeysUrl: string | undefined;
  /** Where traces and metrics are sent; undefined: nowhere. */
  readonly telemetry: TelemetryVariables | undefined;
  readonly logLevel: Values['LOG_LEVEL'];
}

export interface TelemetryVariables {
  readonly endpoint: string;
  readonly protocol: string | undefined;
}

export interface OidcVariables {
  readonly issuer: string;
  readonly clientId: string;
  /** undefined: a public client. */
  readonly clientSecret: string | undefined;
  readonly groupsClaim: string | undefined;
}

/** A variable that cannot be used; the message is one line that names it and shows a good value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  constructor(variable: VariableName, problem: string, options?: ErrorOptions) {
    super(`${variable} ${problem}. Example: ${variable}=${variables[variable].example}`, options);
  }
}

function parseOne(name: VariableName, source: Source): unknown {
  const { schema, isSecret } = variables[name];
  // An empty value is how compose files and shells say "not set".
  const given = source[name]?.trim() || undefined;
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problem = result.error.issues[0]?.message ?? 'is not valid';
  throw new EnvironmentError(
    name,
    given && !isSecret ? `${problem}, not "${withholdSecrets(given)}"` : problem,
  );
}

function oidcOf(values: Values): OidcVariables | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = values;
  if (issuer !== undefined && clientId === undefined) {
    throw new EnvironmentError('OIDC_CLIENT_ID', 'must be set where OIDC_ISSUER is');
  }
  if (issuer === undefined || clientId === undefined) {
    const [stray] = (['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_GROUPS_CLAIM'] as const).filter(
      (name) => values[name] !== undefined,
    );
    if (stray) throw new EnvironmentError('OIDC_ISSUER', `must be set where ${stray} is`);
    return undefined;
  }
  const { OIDC_CLIENT_SECRET: clientSecret, OIDC_GROUPS_CLAIM: groupsClaim } = values;
  return { issuer, clientId, clientSecret, groupsClaim };
}

function telemetryOf(values: Values): TelemetryVariables | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: protocol } = values;
  return endpoint === undefined ? undefined : { endpoint, protocol };
}

/**
 * Reads every variable Keyward knows.
 * @throws EnvironmentError for the first bad one
 */
export function parseEnvironment(source: Source): Environment {
  const names = Object.keys(variables) as VariableName[];
  const values = Object.fromEntries(
    names.map((name) => [name, parseOne(name, source)]),
  ) as unknown as Values;
  if (values.DASHBOARD_PORT === values.VERIFIER_PORT) {
    throw new EnvironmentError('VERIFIER_PORT', 'must differ from DASHBOARD_PORT');
  }
  const keywardUrl = values.KEYWARD_URL ?? `http://127.0.0.1:${values.DASHBOARD_PORT}`;
  const oidc = oidcOf(values);
  const dataDirectory = resolve(values.KEYWARD_DATA_DIR);
  return {
    databaseUrl: values.DATABASE_URL,
    dataDirectory,
    keywardUrl,
    keywardToken: values.KEYWARD_TOKEN,
    dashboardHost: values.DASHBOARD_HOST,
    dashboardPort: values.DASHBOARD_PORT,
    verifierHost: values.VERIFIER_HOST,
    verifierPort: values.VERIFIER_PORT,
    verifierName: values.VERIFIER_NAME ?? hostname(),
    verifierWorkers: values.VERIFIER_WORKERS,
    trustedProxies: values.TRUSTED_PROXIES,
    oidc,
    trustedIssuersPrivate: [
      ...(values.TRUSTED_ISSUERS_PRIVATE ?? []),
      // Who runs Keyward has named it.
      ...(oidc ? [new URL(oidc.issuer).origin] : []),
    ],
    verifierDatabaseUrl: values.VERIFIER_DATABASE_URL,
    journalDirectory: resolve(values.KEYWARD_JOURNAL_DIR ?? resolve(dataDirectory, 'journal')),
    journalMaxBytes: values.JOURNAL_MAX_BYTES,
    outageGraceSeconds: values.OUTAGE_GRACE_SECONDS,
    nextAuthSecret: values.NEXTAUTH_SECRET,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM ?? `Keyward <keyward@${new URL(keywardUrl).hostname}>`,
    webhookPrivateHosts: values.WEBHOOK_PRIVATE_HOSTS,
    destinationPrivateHosts: values.DESTINATION_PRIVATE_HOSTS,
    secretScanningKeysUrl: values.SECRET_SCANNING_KEYS_URL,
    telemetry: telemetryOf(values),
    logLevel: values.LOG_LEVEL,
  };
}

let parsed: Environment | undefined;

/** The environment of this process, parsed at the first call. */
export function environment(): Environment {
  parsed ??= parseEnvironment(process.env);
  return parsed;
}

/** A variable that is not Keyward's, such as one that holds the credential of a destination. */
export const foreignVariable = (name: string): string | undefined => process.env[name];
