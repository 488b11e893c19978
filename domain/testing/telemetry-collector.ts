import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TakenSpan {
  readonly service: string;
  readonly scope: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string;
  readonly attributes: Readonly<Record<string, string | number>>;
}

export interface TakenMetric {
  readonly service: string;
  readonly name: string;
  readonly kind: 'gauge' | 'sum' | 'histogram';
  readonly values: readonly { readonly labels: Record<string, string | number>; value: number }[];
}

/** A collector of OpenTelemetry on this machine: takes OTLP over HTTP in protobuf, and keeps all of it. */
export async function openTelemetryCollector() {
  const spans: TakenSpan[] = [];
  const metrics: TakenMetric[] = [];
  const bodies: Buffer[] = [];
  const headers: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces);
      bodies.push(body);
      headers.push(request.headers);
      if (request.url === '/v1/traces') spans.push(...readSpans(body));
      else if (request.url === '/v1/metrics') metrics.push(...readMetrics(body));
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ spans, metrics, headers },
    /** Everything that came, as it came: texts stand in it letter by letter. */
    raw: () => Buffer.concat(bodies).toString('latin1'),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A field of a protobuf message: its number, and a number or the bytes of a text or message. */
type Field = readonly [number: number, value: number | Buffer];

function* fieldsOf(bytes: Buffer): Generator<Field> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] as number;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const [number, type] = [Math.floor(key / 8), key % 8];
    if (type === 0) yield [number, varint()];
    else if (type === 2) {
      const length = varint();
      yield [number, bytes.subarray(at, at + length)];
      at += length;
    } else {
      const size = type === 1 ? 8 : 4;
      yield [number, bytes.subarray(at, at + size)];
      at += size;
    }
  }
}

const all = (bytes: Buffer, number: number): Buffer[] =>
  [...fieldsOf(bytes)].flatMap(([at, value]) =>
    at === number && Buffer.isBuffer(value) ? [value] : [],
  );
const one = (bytes: Buffer, number: number): Buffer => all(bytes, number)[0] ?? Buffer.alloc(0);
const text = (bytes: Buffer, number: number): string => one(bytes, number).toString();

/** KeyValue: key = 1, value = 2; AnyValue: string = 1, bool = 2, int = 3, double = 4. */
function attributesOf(pairs: readonly Buffer[]): Record<string, string | number> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [first] = [...fieldsOf(one(pair, 2))];
      const [kind, value] = first ?? [1, Buffer.alloc(0)];
      if (typeof value === 'number') return [text(pair, 1), value];
      return [text(pair, 1), kind === 4 ? value.readDoubleLE() : value.toString()];
    }),
  );
}

/** What stands in scopes: resource = 1 with attributes = 1, scopes = 2 with scope = 1 and items = 2. */
const inScopes = (body: Buffer) =>
  all(body, 1).flatMap((resource) => {
    const service = String(attributesOf(all(one(resource, 1), 1))['service.name']);
    return all(resource, 2).flatMap((scoped) => {
      const scope = text(one(scoped, 1), 1);
      return all(scoped, 2).map((item) => ({ service, scope, item }));
    });
  });

const readSpans = (body: Buffer): TakenSpan[] =>
  inScopes(body).map(({ service, scope, item }) => ({
    ...{ service, scope, name: text(item, 5) },
    traceId: one(item, 1).toString('hex'),
    spanId: one(item, 2).toString('hex'),
    parentId: one(item, 4).toString('hex'),
    attributes: attributesOf(all(item, 9)),
  }));

const KINDS = { gauge: 5, sum: 7, histogram: 9 } as const;

const readMetrics = (body: Buffer): TakenMetric[] =>
  inScopes(body).flatMap(({ service, item }) =>
    (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((kind) =>
      all(item, KINDS[kind]).map((data) => ({
        ...{ service, kind, name: text(item, 1) },
        values: all(data, 1).map((point) => pointOf(point, kind)),
      })),
    ),
  );

/** A number's labels = 7, double = 4, integer = 6; a histogram's labels = 9, count = 4. */
function pointOf(point: Buffer, kind: keyof typeof KINDS) {
  if (kind === 'histogram') {
    const value = Number(one(point, 4).readBigUInt64LE());
    return { labels: attributesOf(all(point, 9)), value };
  }
  const [double, integer] = [one(point, 4), one(point, 6)];
  const value = double.length === 8 ? double.readDoubleLE() : Number(integer.readBigInt64LE());
  return { labels: attributesOf(all(point, 7)), value };
}
