import { once } from 'node:events';
import type { Socket } from 'node:net';
import { hostname } from 'node:os';
import { DestinationProblem } from '@/domain/destinations/problem';
import { resolveCredential } from '@/domain/destinations/resolve-credential';
import type { DestinationSettings } from '@/domain/jobs/define';
import { ConnectionProblem, guardedConnect, hostAndPort } from '@/domain/outbound/guarded-connect';
import { guardedFetch } from '@/domain/outbound/guarded-fetch';
import { trustedOrigins } from '@/domain/outbound/trusted-origins';
import type { Place } from './sink-input';
import { syslogFrame } from './syslog-frame';
import type { OcsfRecord } from './to-ocsf';

/** Why a sink did not take what it was sent, or nobody knows whether it did, in words. */
export class SinkProblem extends Error {
  override readonly name = 'SinkProblem';
}

interface Sink {
  readonly place: Place;
  readonly credential: string | null;
}

interface Way {
  readonly settings: DestinationSettings;
  /** For all of it. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

/** Of one request. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_ANSWER_BYTES = 65_536;

/**
 * Hands records to a sink, and returns once it has them: an HTTP receiver by its 2xx; one of syslog, which has
 * no answer, by closing the connection after it has read to its end.
 * @throws {SinkProblem} on anything else; then they are to be sent again
 */
export async function sendRecords(
  { place, credential }: Sink,
  records: readonly OcsfRecord[],
  way: Way,
): Promise<void> {
  const signal = AbortSignal.any([way.signal, AbortSignal.timeout(way.withinMs)]);
  try {
    if (place.kind === 'http') await post(place.url, credential, records, { ...way, signal });
    else await writeFrames(place, records, { ...way, signal });
  } catch (error) {
    if (error instanceof ConnectionProblem || error instanceof DestinationProblem) {
      throw new SinkProblem(error.message, { cause: error });
    }
    throw error;
  }
}

async function post(
  url: string,
  reference: string | null,
  records: readonly OcsfRecord[],
  { settings, withinMs, signal }: Way,
): Promise<void> {
  const bearer = reference === null ? null : await resolveCredential(reference, settings);
  for (const body of bodiesOf(records)) {
    const answer = await guardedFetch(url, {
      method: 'POST',
      headers: {
        ...{ 'user-agent': 'Keyward', 'content-type': 'application/x-ndjson' },
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
      },
      ...{ body, signal, timeoutMs: withinMs, maxBytes: MAX_ANSWER_BYTES, overflow: 'cut' },
      trusted: trustedOrigins(url, settings.privateHosts),
    });
    if (answer.kind === 'failed') throw new SinkProblem(answer.message);
    const { status } = answer;
    if (status < 200 || status > 299) {
      throw new SinkProblem(`${new URL(url).host} answered ${status}.`);
    }
  }
}

/** NDJSON, cut into requests of a size that receivers take. */
function* bodiesOf(records: readonly OcsfRecord[]): Generator<string> {
  let body = '';
  for (const { event } of records) {
    const line = `${JSON.stringify(event)}\n`;
    if (body !== '' && body.length + line.length > MAX_BYTES) {
      yield body;
      body = '';
    }
    body += line;
  }
  if (body !== '') yield body;
}

async function writeFrames(
  place: Extract<Place, { kind: 'syslog' }>,
  records: readonly OcsfRecord[],
  { settings, signal }: Way,
): Promise<void> {
  const socket = await guardedConnect(place, { privateHosts: settings.privateHosts, signal });
  try {
    await writeAll(socket, records);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    const why = code ?? (error instanceof Error ? error.message : 'no answer');
    throw new SinkProblem(`${hostAndPort(place)} did not take all of it (${why}).`, {
      cause: error,
    });
  } finally {
    socket.destroy();
  }
}

async function writeAll(socket: Socket, records: readonly OcsfRecord[]): Promise<void> {
  let hasClosedEarly = false;
  const closed = once(socket, 'close');
  // Awaited below; a failure before that is thrown by the write that meets it.
  closed.catch(() => undefined);
  socket.once('end', () => {
    hasClosedEarly = !socket.writableFinished;
  });
  socket.resume();
  const host = hostname();
  for (const record of records) {
    if (!socket.writable) throw new Error('it closed the connection');
    if (!socket.write(syslogFrame(record, host), 'latin1')) {
      await Promise.race([once(socket, 'drain'), closed]);
    }
  }
  socket.end();
  await closed;
  if (hasClosedEarly) throw new Error('it closed the connection');
}
