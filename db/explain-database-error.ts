import { databaseUrlProblem, withoutPassword } from './database-url';
import { describeError } from './describe-error';

/** Where an address leads, without user and password. */
interface Place {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
}

type Advice = (place: Place, message: string) => string;

const CERTIFICATE: Advice = (_place, message) =>
  `the server's certificate is not trusted (${message}): name its authority with sslrootcert=/path/to/ca.pem at the end of the address, or write sslmode=no-verify where nobody can stand in between`;

/** What each code of Node, of TLS and of Postgres (Appendix A of its manual) usually means here. */
const BY_CODE: Record<string, Advice> = {
  ENOTFOUND: ({ host }) =>
    `no host is named "${host}": check its spelling, and that a special character of the password is percent-encoded (@ as %40, / as %2F)`,
  EAI_AGAIN: ({ host }) => `the name "${host}" can't be looked up now: check the DNS of this host`,
  ECONNREFUSED: ({ host, port }) =>
    `nothing listens on ${host}:${port}: start Postgres, or correct host and port (inside a container, localhost is the container itself)`,
  ENOENT: ({ host }) => `there is no socket in ${host}: start Postgres, or correct the address`,
  ETIMEDOUT: ({ host, port }) =>
    `${host}:${port} does not answer: check the address, and the firewall in between`,
  EHOSTUNREACH: ({ host }) => `no way leads to ${host}: check the address and the network`,
  ENETUNREACH: ({ host }) => `no way leads to ${host}: check the address and the network`,
  ECONNRESET: ({ host, port }) =>
    `${host}:${port} closed the connection at once: check that it is Postgres, and whether it asks for sslmode=require`,
  DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
  SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
  CERT_HAS_EXPIRED: () => "the server's certificate has expired: renew it on the server",
  ERR_TLS_CERT_ALTNAME_INVALID: ({ host }) =>
    `the server's certificate is not for "${host}": use the host name it was made for, or write sslmode=no-verify where nobody can stand in between`,
  '28P01': ({ user }) =>
    `the password of "${user}" is wrong: correct it, special characters percent-encoded (@ as %40, / as %2F, # as %23, ? as %3F, % as %25)`,
  '28000': ({ user }, message) =>
    /no encryption|SSL off/.test(message)
      ? 'the server takes encrypted connections only: add ?sslmode=require to the end of the address'
      : `the server does not let "${user}" in (${message}): correct the user, or the server's pg_hba.conf`,
  '3D000': ({ database, user }) =>
    `there is no database "${database}": correct the name, or create it with CREATE DATABASE "${database}" OWNER "${user}"`,
  '42501': ({ user, database }, message) =>
    `"${user}" lacks a right (${message}): as the owner, run ALTER DATABASE "${database}" OWNER TO "${user}", or GRANT CREATE ON DATABASE "${database}" TO "${user}" and GRANT ALL ON SCHEMA public TO "${user}"`,
  '25006': () => 'the server is a read-only standby: name the primary',
  '53300': (_place, message) =>
    `the server has no connection left (${message}): Keyward needs about 30, raise max_connections`,
  '57P03': () => 'the server is starting or stopping: try again in a moment',
  '42P01': () => 'the database is not migrated: run keyward migrate first',
};

const BY_MESSAGE: readonly [RegExp, Advice][] = [
  [
    /does not support SSL/,
    () => 'the server has no TLS: take sslmode away from the address, or write sslmode=disable',
  ],
  [
    /no such database|pgbouncer.*database/i,
    ({ database }) => `the pooler knows no database "${database}": add it to its [databases]`,
  ],
  [
    /password must be a string|no password supplied/,
    () =>
      'the server asks for a password, and the address has none: write user:password@ before the host',
  ],
  [
    /timeout exceeded|connection timeout|timeout expired/i,
    ({ host, port }) =>
      `${host}:${port} does not answer: check the address, the firewall in between, and whether a pooler has connections left`,
  ],
  [
    /terminated unexpectedly/,
    ({ host, port }) =>
      `${host}:${port} closed the connection: check that it is Postgres, and whether it asks for sslmode=require`,
  ],
];

/** Faults that may pass by themselves: the server is away, or on its way. */
const PASSING = /^(ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|E(HOST|NET)UNREACH|ENOENT|53300|57P0)/;

function placeOf(address: string): Place {
  if (databaseUrlProblem(address) !== null) return { host: '', port: '', database: '', user: '' };
  const url = new URL(address.replace(/@\//, '@socket/'));
  const folder = url.searchParams.get('host');
  return {
    host: folder ?? decodeURIComponent(url.hostname.replace(/^\[|\]$/g, '')),
    port: url.searchParams.get('port') ?? (url.port || '5432'),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
  };
}

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string') codes.push(code);
  }
  return codes;
}

/** Whether waiting may help. */
export function mayPass(error: unknown): boolean {
  const isSilent = /timeout e|terminated/.test(describeError(error));
  return isSilent || codesOf(error).some((code) => PASSING.test(code));
}

/**
 * Why a database can't be used and what to do, in one line that begins with the variable that names it.
 * Never holds the password.
 */
export function explainDatabaseError(error: unknown, variable: string, address: string): string {
  const message = withoutPassword(describeError(error), address);
  const place = placeOf(address);
  const advice =
    codesOf(error)
      .map((code) => BY_CODE[code])
      .find((found) => found !== undefined) ?? BY_MESSAGE.find(([said]) => said.test(message))?.[1];
  const text = advice?.(place, message) ?? `the database can't be used (${message})`;
  return `${variable}: ${text}`;
}
