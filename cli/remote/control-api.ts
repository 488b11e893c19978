import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { CommandFailure } from '@/cli/failure';
import { environment } from '@/domain/environment/env';

const ATTEMPTS = 4;
const LONGEST_PAUSE_SECONDS = 10;

const problemSchema = z.object({
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

/** What the control API refused: one line for stderr, and everything it listed. Exit code 1. */
export class ControlApiRefusal extends CommandFailure {
  constructor(
    readonly status: number,
    readonly problem: z.output<typeof problemSchema>,
  ) {
    super(`${problem.detail} (${problem.code})`);
  }
}

export interface ControlRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under `/api/v1`, with its parameters encoded. */
  readonly path: string;
  readonly query?: URLSearchParams;
  readonly body?: Uint8Array | string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request with a body of JSON; what is undefined in it is left out. */
export const sending = (
  method: ControlRequest['method'],
  path: string,
  body: object,
): ControlRequest => ({
  ...{ method, path, contentType: 'application/json', body: JSON.stringify(body) },
});

/**
 * Asks the control API at `KEYWARD_URL` as the token in `KEYWARD_TOKEN`.
 * @returns the answer as `schema` reads it
 * @throws ControlApiRefusal where it refuses; CommandFailure where it can't be asked
 */
export async function askControlApi<Schema extends z.ZodType>(
  request: ControlRequest,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { url, init } = requestOf(request);
  const answer = await sendUntilDone(url, init);
  const content = parseJson(answer.text);
  const read = answer.ok ? schema.safeParse(content) : null;
  if (read?.success) return read.data;
  throw refusalOf(answer.status, answer.ok ? null : content);
}

function requestOf(request: ControlRequest): { url: string; init: RequestInit } {
  const { keywardUrl, keywardToken } = environment();
  if (!keywardToken) {
    throw new CommandFailure(
      'KEYWARD_TOKEN is not set: give it a Keyward token whose group may do this',
    );
  }
  const query = request.query?.size ? `?${request.query}` : '';
  const url = `${keywardUrl}/api/v1${request.path}${query}`;
  const init = {
    method: request.method,
    // A token must not travel on to wherever somebody else's server points.
    redirect: 'error' as const,
    headers: {
      Authorization: `Bearer ${keywardToken}`,
      Accept: 'application/json',
      ...(request.contentType ? { 'Content-Type': request.contentType } : {}),
      ...request.headers,
    },
    ...(request.body === undefined ? {} : { body: request.body as BodyInit }),
  };
  return { url, init };
}

/** What an answer that is none says: a refusal in its words, or that something else is there. */
function refusalOf(status: number, content: unknown): CommandFailure {
  const refused = problemSchema.safeParse(content);
  if (refused.success) return new ControlApiRefusal(status, refused.data);
  return new CommandFailure(
    `${environment().keywardUrl} answered ${status} with something else than a Keyward answer: check KEYWARD_URL`,
  );
}

type Iterated = ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>;

/**
 * Asks for rows without an end in sight, and answers its body as it comes.
 * @throws as `askControlApi`
 */
export async function openControlApi(request: ControlRequest): Promise<AsyncIterable<Uint8Array>> {
  const { url, init } = requestOf(request);
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw noAnswer(url, cause);
  });
  // Node's can be iterated; the types of the DOM's leave that out.
  if (response.ok && response.body) return response.body as Iterated;
  throw refusalOf(response.status, parseJson(await response.text()));
}

/**
 * Asks again what was not done: 503 of the control API says that, and when to try again. So does an answer
 * that is lost, where an Idempotency-Key has the first one given again.
 */
async function sendUntilDone(url: string, init: RequestInit) {
  const key = new Headers(init.headers).get('idempotency-key');
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send(url, init).catch((failure: NoAnswer) => failure);
    if (answer instanceof Error) {
      if (!(answer instanceof NoAnswer) || !answer.wasSent || key === null) throw answer;
      if (attempt === ATTEMPTS) throw answer.unlessRepeated(key);
      await wait(attempt * 500);
      continue;
    }
    if (answer.status !== 503 || answer.retryAfterSeconds === null || attempt === ATTEMPTS) {
      return answer;
    }
    await wait(Math.min(answer.retryAfterSeconds, LONGEST_PAUSE_SECONDS) * 1_000);
  }
}

/** Nobody answered. */
class NoAnswer extends CommandFailure {
  readonly origin: string;
  readonly code: string;

  constructor(
    message: string,
    { origin, code, cause }: { origin: string; code: string; cause: unknown },
  ) {
    super(message, { cause });
    this.origin = origin;
    this.code = code;
  }

  /** Whether the request may have arrived, and been done. */
  get wasSent(): boolean {
    return !['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'].includes(this.code);
  }

  unlessRepeated(key: string): CommandFailure {
    return new CommandFailure(
      `${this.origin} gave no answer (${this.code}), and may have done it: try again with --idempotency-key ${key} to get that answer`,
      { cause: this },
    );
  }
}

/** @throws NoAnswer where nobody answers */
export async function send(url: string, init: RequestInit) {
  try {
    const response = await fetch(url, init);
    const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
    return {
      ...{ ok: response.ok, status: response.status, text: await response.text() },
      retryAfterSeconds: Number.isNaN(seconds) ? null : seconds,
    };
  } catch (cause) {
    throw noAnswer(url, cause);
  }
}

function noAnswer(url: string, cause: unknown): NoAnswer {
  const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const { code = String(why) } = why as NodeJS.ErrnoException;
  const { origin } = new URL(url);
  return new NoAnswer(
    `${origin} does not answer (${code}): check KEYWARD_URL and that Keyward runs there`,
    { origin, code, cause },
  );
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
