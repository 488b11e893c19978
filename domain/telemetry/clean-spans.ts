import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';
import { withholdSecrets } from '@/db/secrets/withhold-secrets';
import { TRACER } from './traced';

/** Of the spans that Next makes: the rest of what it says has paths, query strings and messages of errors. */
const TOLD_OF_NEXT = [
  'http.method',
  'http.route',
  'http.status_code',
  'next.route',
  'next.span_type',
  'error.type',
];
const FETCH = 'AppRender.fetch';
const WORD = /^[\w.:-]{1,100}$/;

/**
 * The one way out for spans. Ours leave as they are, but for secrets that no text of theirs should hold. Of
 * Next's, which are there for their times, only a list of attributes leaves, and a name made of them; requests
 * that Next makes itself are left out, with their addresses.
 */
export function cleaning(exporter: SpanExporter): SpanExporter {
  return {
    export(spans, done) {
      exporter.export(spans.filter((span) => !isFetch(span)).map(cleaned), done);
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}

const isFetch = ({ attributes }: ReadableSpan) => attributes['next.span_type'] === FETCH;

function cleaned(span: ReadableSpan): ReadableSpan {
  const isOurs = span.instrumentationScope.name === TRACER;
  const attributes = isOurs ? span.attributes : pick(span.attributes, TOLD_OF_NEXT);
  return {
    name: isOurs ? withholdSecrets(span.name) : nameOf(attributes),
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(span.parentSpanContext && { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    // The code alone: a message may quote what somebody sent.
    status: { code: span.status.code },
    attributes: withheld(attributes),
    ...{ links: [], events: [] },
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  };
}

/** `GET /tokens/[token]` for a request, `AppRender.getBodyResult` for a part of it. */
function nameOf(attributes: Attributes): string {
  const type = String(attributes['next.span_type'] ?? 'next');
  if (type !== 'BaseServer.handleRequest') return WORD.test(type) ? type : 'next';
  const method = String(attributes['http.method'] ?? '');
  const route = attributes['http.route'] ?? '';
  return `${WORD.test(method) ? method : 'request'} ${route}`.trim();
}

const pick = (attributes: Attributes, names: readonly string[]): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));

const withheld = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]): [string, AttributeValue | undefined] => [
      name,
      typeof value === 'string' ? withholdSecrets(value) : value,
    ]),
  );
