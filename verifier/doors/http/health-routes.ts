import type { FastifyInstance } from 'fastify';
import { RETRY_AFTER_SECONDS } from './problem';
import type { ServerParts } from './server';

/** `/healthz`: the process runs. `/readyz`: it can decide and record, or why it can't. `/metrics`: Prometheus. */
export async function healthRoutes(app: FastifyInstance, parts: ServerParts): Promise<void> {
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await parts.metrics()),
  );
  app.get('/readyz', async (_request, reply) => {
    const reason = await parts.unreadyReason();
    if (reason === null) return { status: 'ready' };
    return reply
      .code(503)
      .header('retry-after', RETRY_AFTER_SECONDS)
      .send({ status: 'not ready', reason });
  });
}
