import { type Attributes, SpanStatusCode, trace } from '@opentelemetry/api';

/** The name of our tracer: the scope of every span that is ours. */
export const TRACER = 'keyward';

/** How a piece of work ended, in words that may leave the house: `done`, or the kind of a refusal, and its code. */
interface Ending {
  readonly outcome: string;
  readonly code?: string;
}

/**
 * Does a piece of work within a span, where spans are collected; else it costs next to nothing. The span says
 * what was done and how it ended, never with what: no input, no id, no message of an error.
 * @param name such as `tokens.revoke`
 * @param endingOf how the work ended, from what it answered
 */
export function traced<Value>(
  name: string,
  attributes: Attributes,
  work: () => Promise<Value>,
  endingOf: (value: Value) => Ending,
): Promise<Value> {
  // Asked for anew at each use: the bundles of the dashboard have this package once each.
  return trace.getTracer(TRACER).startActiveSpan(name, { attributes }, async (span) => {
    try {
      const value = await work();
      const { outcome, code } = endingOf(value);
      span.setAttributes({
        'keyward.outcome': outcome,
        ...(code !== undefined && { 'keyward.code': code }),
      });
      return value;
    } catch (error) {
      const type = error instanceof Error ? error.name : 'unknown';
      span.setAttributes({ 'keyward.outcome': 'failed', 'error.type': type });
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
