import { domainToASCII } from 'node:url';

export interface HostName {
  /** Lower case, without the trailing dot; IPv6 in brackets, shortest form (RFC 5952). */
  readonly name: string;
  readonly port: number | null;
}

const NAME = /^[a-z0-9._-]{1,253}$/;
const PORT = /^[0-9]{1,5}$/;
const LONGEST = 300;

/**
 * Reads a Host header or a configured host (RFC 9110 section 7.2: host, then perhaps a port), or
 * null where it is anything else: a list, user information, a path, an empty label, a raw Unicode
 * name. `api.example.com.` names the same host as without the dot.
 */
export function parseHostName(text: string): HostName | null {
  if (text.length > LONGEST) return null;
  const bracket = text.lastIndexOf(']');
  const colon = text.indexOf(':', Math.max(bracket, 0));
  const port = colon < 0 ? null : readPort(text.slice(colon + 1));
  if (port === undefined) return null;
  const host = (colon < 0 ? text : text.slice(0, colon)).toLowerCase();
  const name = host.startsWith('[') ? readAddress(host) : readName(host);
  return name === null ? null : { name, port };
}

const ANY_LABEL = '*.';

/** The configured host that stands for every name with one label more; null for a single label. */
export function wildcardFor(name: string): string | null {
  const dot = name.indexOf('.');
  return dot > 0 && !name.startsWith('[') ? `*${name.slice(dot)}` : null;
}

/**
 * A configured host may be written in Unicode; requests carry its ASCII form (RFC 5891). One that
 * begins with `*.` stands for exactly one label there (RFC 6125 section 6.4.3).
 */
export const parseConfiguredHost = (text: string): HostName | null => {
  if (text.startsWith(ANY_LABEL)) {
    const rest = parseConfiguredHost(text.slice(ANY_LABEL.length));
    // One label before a name, not before an address.
    const isName = rest !== null && /[a-z]/.test(rest.name) && !rest.name.startsWith('[');
    return isName ? { ...rest, name: ANY_LABEL + rest.name } : null;
  }
  const colon = text.lastIndexOf(':');
  if (text.startsWith('[') || /^[\0-\x7f]*$/.test(text)) return parseHostName(text);
  const host = colon < 0 ? text : text.slice(0, colon);
  const ascii = domainToASCII(host);
  return ascii === '' ? null : parseHostName(ascii + text.slice(host.length));
};

function readName(host: string): string | null {
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  if (!NAME.test(name) || name.startsWith('.') || name.endsWith('.')) return null;
  return name.includes('..') ? null : name;
}

function readAddress(host: string): string | null {
  const url = `http://${host}/`;
  return /^\[[0-9a-f:.]+\]$/.test(host) && URL.canParse(url) ? new URL(url).hostname : null;
}

/** Undefined where it is no port. */
function readPort(text: string): number | undefined {
  const port = PORT.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}
