import type { FastifyPluginAsync, onRequestAsyncHookHandler } from 'fastify';
import { createGuard, type GuardOptions } from './guard.js';
import { readNodeRequest } from './node-request.js';
import type { AllowedVerdict } from './verdict.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set where a guard let the request pass. */
    keyward?: AllowedVerdict | null;
  }
}

/** An `onRequest` hook, for one route or a scope: the verdict is in `request.keyward`. */
export function guardRoute(options: GuardOptions): onRequestAsyncHookHandler {
  const guard = createGuard(options);
  return async (request, reply) => {
    const { method, originalUrl, ip, raw } = request;
    const outcome = await guard(
      readNodeRequest({ method, originalUrl, ip, rawHeaders: raw.rawHeaders }),
    );
    if (!outcome.allowed) return reply.code(outcome.status).headers(outcome.headers).send();
    request.keyward = outcome;
    return undefined;
  };
}

/** Guards every route of the scope it is registered in, and of the scopes within. */
export const guardFastify: FastifyPluginAsync<GuardOptions> = async (app, options) => {
  if (!app.hasRequestDecorator('keyward')) app.decorateRequest('keyward', null);
  app.addHook('onRequest', guardRoute(options));
};
// Otherwise the hook would stay within a scope of the plugin's own.
Object.assign(guardFastify, { [Symbol.for('skip-override')]: true });
