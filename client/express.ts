import { createGuard, type GuardOptions } from './guard.js';
import { type NodeRequest, readNodeRequest } from './node-request.js';
import type { AllowedVerdict } from './verdict.js';

declare global {
  namespace Express {
    interface Locals {
      /** Set where `guardExpress` let the request pass. */
      keyward?: AllowedVerdict;
    }
  }
}

/** What is used of Express’s response, the same in 4 and 5. */
export interface ExpressResponse {
  locals: { keyward?: AllowedVerdict };
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(): unknown;
}

/** Middleware for Express 4 and 5: the verdict is in `res.locals.keyward`. */
export function guardExpress(options: GuardOptions) {
  const guard = createGuard(options);
  const settle = async (request: NodeRequest, response: ExpressResponse, next: () => void) => {
    // Not `url`, which Express rewrites under a mount.
    const outcome = await guard(readNodeRequest(request));
    if (outcome.allowed) {
      response.locals.keyward = outcome;
      next();
    } else {
      response.writeHead(outcome.status, { ...outcome.headers, 'content-length': '0' });
      response.end();
    }
  };
  return (
    request: NodeRequest,
    response: ExpressResponse,
    next: (error?: unknown) => void,
  ): void => {
    // Express 4 doesn't look at promises.
    settle(request, response, next).catch(next);
  };
}
