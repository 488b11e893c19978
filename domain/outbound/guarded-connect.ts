import { lookup as lookUp } from 'node:dns';
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { checkedLookup } from './checked-lookup';
import { notPublic } from './outbound-url';
import { isPublicAddress } from './public-address';

export interface OutboundPlace {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** PEM of who vouches for its certificate; the authorities that Node knows otherwise. */
  readonly ca?: string | undefined;
}

interface Options {
  /** Hosts, or hosts with a port, that may be private or without TLS. */
  readonly privateHosts: readonly string[];
  readonly signal: AbortSignal;
}

/** Nothing was sent, in words for who named the place. */
export class ConnectionProblem extends Error {
  override readonly name = 'ConnectionProblem';
}

/**
 * Connects to a server that doesn't speak HTTP, by the rules of `guardedFetch`: with TLS and to an address of
 * the internet, unless the installation lists the host. What a name stands for is checked by the connection.
 * @throws {ConnectionProblem} where it must not, or nobody answers
 */
export async function guardedConnect(place: OutboundPlace, options: Options): Promise<Socket> {
  const { host, port, tls, ca } = place;
  const { privateHosts, signal } = options;
  const isTrusted = privateHosts.some((one) => one === host || one === hostAndPort(place));
  if (!isTrusted && !tls) throw new ConnectionProblem(`${hostAndPort(place)} has no TLS.`);
  if (!isTrusted && isIP(host) !== 0 && !isPublicAddress(host)) {
    throw new ConnectionProblem(notPublic(host).message);
  }
  const lookup = isTrusted ? lookUp : checkedLookup(lookUp as LookupFunction);
  const to = { host, port, lookup: lookup as LookupFunction };
  const named = isIP(host) === 0 ? { servername: host } : {};
  const socket = tls
    ? connectTls({ ...to, ...named, ...(ca === undefined ? {} : { ca }) })
    : connectTcp(to);
  const giveUp = () => socket.destroy(new Error('no answer in time'));
  signal.addEventListener('abort', giveUp, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', giveUp));
  if (signal.aborted) giveUp();
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      const why = 'code' in error ? String(error.code) : error.message;
      reject(
        new ConnectionProblem(`${hostAndPort(place)} can’t be reached (${why || 'no answer'}).`),
      );
    };
    socket.once('error', fail);
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

export const hostAndPort = ({ host, port }: Pick<OutboundPlace, 'host' | 'port'>): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
