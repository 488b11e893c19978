import { createGuard, type GuardOptions } from './guard.js';
import type { AllowedVerdict } from './verdict.js';

export interface HandlerOptions<Rest extends unknown[]> extends GuardOptions {
  /** The caller’s address: a `Request` has none, and headers can be anybody’s. */
  readonly clientAddress?: (request: Request, ...rest: Rest) => string | undefined;
}

const TARGET = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^#]*)/i;

/** A handler that is called with the verdict as its second argument, and only where there is one. */
export function guardHandler<Rest extends unknown[]>(
  options: HandlerOptions<Rest>,
  handler: (
    request: Request,
    verdict: AllowedVerdict,
    ...rest: Rest
  ) => Response | Promise<Response>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  const guard = createGuard(options);
  return async (request, ...rest) => {
    const header = (name: string) => request.headers.get(name) ?? undefined;
    const authorization = header('authorization');
    const incoming = {
      method: request.method,
      // Cut out, not parsed: parsing would normalise what some servers hand over as it came.
      target: TARGET.exec(request.url)?.[1] ?? request.url,
      authorization: authorization === undefined ? [] : [authorization],
      ip: options.clientAddress?.(request, ...rest),
      userAgent: header('user-agent'),
      requestId: header('x-request-id'),
    };
    const outcome = await guard(incoming, request.signal);
    if (outcome.allowed) return handler(request, outcome, ...rest);
    return new Response(null, { status: outcome.status, headers: outcome.headers });
  };
}
