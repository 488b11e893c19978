import { connect, createServer, type Socket } from 'node:net';

/**
 * What happens to the connection of a feed while all others work: `muted` loses its notifications,
 * `deaf` takes nothing from the process, `silent` carries nothing, `cut` is ended and refused.
 */
export type FeedMode = 'open' | 'muted' | 'deaf' | 'silent' | 'cut';

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  isFeed: boolean;
}

/** Stands between a process and Postgres, to do to connections what networks do. */
export async function startTcpProxy(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const pairs = new Set<Pair>();
  let isRefusing = false;
  let feedMode: FeedMode = 'open';
  let feedAttempts = 0;
  const end = ({ client, upstream }: Pair) => {
    client.destroy();
    upstream.destroy();
  };

  /** The first bytes of a connection hold its application name. */
  function noteFeed(pair: Pair, chunk: Buffer): void {
    if (!chunk.includes('keyward feed')) return;
    pair.isFeed = true;
    feedAttempts += 1;
    if (feedMode === 'cut') end(pair);
  }

  const server = createServer((client) => {
    if (isRefusing) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    const pair: Pair = { client, upstream, isFeed: false };
    const filter = new NotificationFilter();
    pairs.add(pair);
    client.once('data', (chunk) => noteFeed(pair, chunk));
    client.on('data', (chunk) => {
      if (!pair.isFeed || feedMode === 'open' || feedMode === 'muted') upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      const kept = filter.pass(chunk, pair.isFeed && feedMode === 'muted');
      if (!pair.isFeed || feedMode !== 'silent') client.write(kept);
    });
    for (const socket of [client, upstream]) {
      socket.on('error', () => end(pair));
      socket.on('close', () => {
        end(pair);
        pairs.delete(pair);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const url = new URL(databaseUrl);
  url.port = String(address.port);
  return {
    url: url.href,
    /** How often a feed has connected. */
    get feedAttempts() {
      return feedAttempts;
    },
    treatFeed(mode: FeedMode) {
      feedMode = mode;
      if (mode === 'cut') for (const pair of pairs) if (pair.isFeed) end(pair);
    },
    /** Ends the connections of feeds, once. */
    dropFeed() {
      for (const pair of pairs) if (pair.isFeed) end(pair);
    },
    /** Connections there are now go silent without ending; new ones work. */
    stall() {
      for (const { client, upstream } of pairs) {
        client.pause();
        upstream.pause();
      }
    },
    /** Ends all connections and refuses new ones, until told otherwise. */
    refuse(refusing: boolean) {
      isRefusing = refusing;
      if (refusing) for (const pair of pairs) end(pair);
    },
    async close() {
      for (const pair of pairs) end(pair);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const NOTIFICATION = 'A'.charCodeAt(0);
const HEADER_BYTES = 5;

/**
 * Takes NotificationResponse messages out of what a server sends (PostgreSQL documentation,
 * "Message Formats": a type byte, then a length that counts itself and what follows).
 */
class NotificationFilter {
  #rest: Buffer = Buffer.alloc(0);

  /** What of the whole messages so far is to be passed on. */
  pass(chunk: Buffer, isMuted: boolean): Buffer {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const kept: Buffer[] = [];
    let at = 0;
    while (at + HEADER_BYTES <= bytes.length) {
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      if (end > bytes.length) break;
      if (!isMuted || bytes[at] !== NOTIFICATION) kept.push(bytes.subarray(at, end));
      at = end;
    }
    this.#rest = bytes.subarray(at);
    return Buffer.concat(kept);
  }
}
