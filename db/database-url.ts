/** `https://www.postgresql.org/docs/current/libpq-ssl.html`, and `no-verify` of the driver. */
const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];
const ENCODING =
  'holds a character in its user or password that must be percent-encoded (@ as %40, / as %2F, # as %23, ? as %3F, : as %3A, % as %25)';
const SCHEME = /^(jdbc:)?([a-z][a-z0-9+.-]*):\/\//i;

/**
 * What keeps an address from naming a Postgres database, as words that follow a variable's name and
 * hold nothing of user or password; null where it may work.
 */
export function databaseUrlProblem(address: string): string | null {
  if (/^["']/.test(address))
    return 'stands in quotes, which env files of Docker keep: take them away';
  const scheme = SCHEME.exec(address);
  if (scheme === null) return 'must be a postgres:// address with user, host and database';
  if (scheme[1] || !/^postgres(ql)?$/i.test(scheme[2] ?? '')) {
    return `must be a postgres:// address with user, host and database, not one that begins with ${scheme[0]}`;
  }
  if (!isDecodable(address)) return ENCODING;
  const rest = address.slice(scheme[0].length);
  const authority = rest.slice(rest.lastIndexOf('@') + 1);
  if (/^[^/?]*,/.test(authority)) return 'names several hosts: name one, that of the primary';
  const port = /^(?:\[[^\]]*\]|[^:/?#]*):([^/?#]*)/.exec(authority)?.[1];
  if (port !== undefined && !isPort(port)) {
    // Without an @ it is more likely a password, which is told to nobody.
    if (!rest.includes('@')) return 'names no host: write user:password@host';
    return `names the port "${port.slice(0, 20)}", which is no number from 1 to 65535`;
  }
  // An @ behind the first slash, question mark or hash: one of these stands in the password.
  if (/[/?#][^@]*@/.test(rest.split('?host=')[0] ?? '') || !URL.canParse(withHost(address))) {
    return ENCODING;
  }
  const { pathname, searchParams } = new URL(withHost(address));
  if (pathname.length <= 1) return 'names no database: write it behind the host, as in /keyward';
  if (pathname.slice(1).includes('/')) return 'names a database with a slash in it';
  const sslMode = searchParams.get('sslmode');
  if (sslMode !== null && !SSL_MODES.includes(sslMode)) {
    return `has an unknown sslmode: it is one of ${SSL_MODES.join(', ')}`;
  }
  return null;
}

function isDecodable(address: string): boolean {
  try {
    decodeURIComponent(address);
    return true;
  } catch {
    return false;
  }
}

const isPort = (text: string) =>
  text === '' || (/^\d{1,5}$/.test(text) && +text > 0 && +text < 65_536);

/** A socket's address names its folder as a parameter, or not at all: `postgres://user@/database`. */
const withHost = (address: string) => address.replace(/^([^/]*\/\/(?:[^@/]*@)?)(?=\/)/, '$1socket');

/** Everything of the password that may stand in somebody's message, taken out. */
export function withoutPassword(text: string, address: string): string {
  const rest = address.replace(SCHEME, '');
  const raw = /^[^:/]*:(.*)@/.exec(rest)?.[1] ?? '';
  const forms = [raw, decoded(raw), encodeURIComponent(decoded(raw))].filter((form) => form !== '');
  return forms.reduce((left, form) => left.replaceAll(form, '***'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
