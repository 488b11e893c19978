import {
  type Context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { TRACER } from '@/domain/telemetry/traced';
import type { Decision, RecordedDecision } from '@/journal/record/decision';
import type { DecisionPort, Question, Reply } from './port';

/**
 * The port with a span around the decisions that are sampled, from the question until it is recorded. It
 * stands there only where spans are collected: who collects none pays nothing.
 */
export class TracedDecisions implements DecisionPort {
  readonly #tracer = trace.getTracer(TRACER);

  constructor(private readonly inner: DecisionPort) {}

  decide(question: Question, reply: Reply): void {
    const span = this.#tracer.startSpan('decide', undefined, parentOf(question));
    this.inner.decide(question, span.isRecording() ? new TracedReply(span, reply) : reply);
  }

  evaluate(question: Question): Decision | Promise<Decision> {
    return this.inner.evaluate(question);
  }

  record(decision: Decision, reply: Reply): void {
    this.inner.record(decision, reply);
  }
}

/** The span of whoever asked, by the `traceparent` of the request (W3C Trace Context). */
function parentOf({ traceParent }: Question): Context {
  if (!traceParent) return ROOT_CONTEXT;
  return propagation.extract(ROOT_CONTEXT, { traceparent: traceParent });
}

class TracedReply implements Reply {
  constructor(
    private readonly span: Span,
    private readonly reply: Reply,
  ) {}

  decided(decision: RecordedDecision): void {
    const { code, api, operation } = decision;
    this.span.setAttributes({
      'keyward.kind': 'decision',
      'keyward.outcome': code === 'allowed' ? 'allowed' : 'denied',
      'keyward.code': code,
      // Where no operation was found, the API may be what a stranger called it.
      ...(operation !== null && { 'keyward.api': api ?? '', 'keyward.operation': operation }),
    });
    this.span.end();
    this.reply.decided(decision);
  }

  failed(error: unknown): void {
    const type = error instanceof Error ? error.name : 'unknown';
    this.span.setAttributes({ 'keyward.outcome': 'failed', 'error.type': type });
    this.span.setStatus({ code: SpanStatusCode.ERROR });
    this.span.end();
    this.reply.failed(error);
  }
}
