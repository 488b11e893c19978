import type { IncomingMessage } from 'node:http';

export interface OwnAddress {
  /** KEYWARD_URL: the address people open, an origin. */
  readonly keywardUrl: string;
  /** Whether the hop at the other end of the socket is a trusted proxy. */
  readonly isTrusted: (socketAddress: string | undefined) => boolean;
}

type Asked = Pick<IncomingMessage, 'headers'> & {
  readonly socket: Pick<IncomingMessage['socket'], 'remoteAddress'>;
};

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Tells Next one address, KEYWARD_URL, whatever `Host` a proxy or a stranger sends: Next compares
 * Origin with it before it runs a server action, and builds its own URLs from it. The scheme is
 * https where KEYWARD_URL says so and a trusted proxy says that the client came by it.
 */
export function tellOwnAddress({ keywardUrl, isTrusted }: OwnAddress): (request: Asked) => void {
  const own = new URL(keywardUrl);
  const origins = new Set(originsOf(own));
  return ({ headers, socket }) => {
    const isSecure =
      own.protocol === 'https:' && isTrusted(socket.remoteAddress) && saysHttps(headers);
    delete headers['x-forwarded-port'];
    delete headers.forwarded;
    headers.host = own.host;
    headers['x-forwarded-host'] = own.host;
    headers['x-forwarded-proto'] = isSecure ? 'https' : 'http';
    const { origin } = headers;
    if (typeof origin !== 'string') return;
    if (origins.has(origin)) headers.origin = own.origin;
    // Next compares host names alone, and throws at what it can't read.
    else if (!URL.canParse(origin) || new URL(origin).host === own.host) headers.origin = 'null';
  };
}

/** On the machine itself people write any of the names it has for itself. */
function originsOf({ protocol, hostname, port, origin }: URL): string[] {
  if (!LOOPBACK_NAMES.includes(hostname)) return [origin];
  return LOOPBACK_NAMES.map((name) => new URL(`${protocol}//${name}${port && `:${port}`}`).origin);
}

/** Every hop that says by what it was reached says https: the one that a client made up never alone. */
function saysHttps(headers: IncomingMessage['headers']): boolean {
  const said = String(headers['x-forwarded-proto'] ?? '').split(',');
  return said.every((scheme) => scheme.trim().toLowerCase() === 'https');
}
