import type { FastifyInstance, FastifyReply } from 'fastify';

const MAX_FORM_BYTES = 65_536;

/** Lets the routes of this scope take a form, and nothing else. */
export function acceptForms(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_FORM_BYTES },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
}

/** A parameter of a form; undefined where it is absent, empty or there twice (RFC 6749 section 3.2). */
export function formParameter(body: unknown, name: string): string | undefined {
  if (!(body instanceof URLSearchParams)) return undefined;
  const values = body.getAll(name);
  return values.length === 1 && values[0] !== '' ? values[0] : undefined;
}

/** Whether one of these parameters is there twice: then the request means nothing certain. */
export const repeatsParameter = (body: unknown, names: readonly string[]): boolean =>
  body instanceof URLSearchParams && names.some((name) => body.getAll(name).length > 1);

/** 400 `invalid_request` in the format of RFC 6749 section 5.2. */
export function sendInvalidRequest(reply: FastifyReply, description: string): FastifyReply {
  return reply
    .code(400)
    .header('cache-control', 'no-store')
    .send({ error: 'invalid_request', error_description: description });
}
