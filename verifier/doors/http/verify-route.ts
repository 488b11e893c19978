import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeError } from '@/db/describe-error';
import { bearerToken } from '@/domain/base/bearer-header';
import type { Decision, RecordedDecision } from '@/journal/record/decision';
import { decisionFor, type Reply, Unavailable } from '../../decision/port';
import { announcesBody, endAfterThis } from './announced-body';
import { aboutCaller, callerRefusal } from './authenticate-caller';
import { type CallerFacts, readCaller } from './caller-facts';
import { MAX_BODY_BYTES, MAX_HEADERS } from './limits';
import {
  BODY_TOO_LARGE,
  type Problem,
  RETRY_AFTER_SECONDS,
  TOO_MANY_HEADERS,
  UNAVAILABLE,
  UNREADABLE,
  UNSUPPORTED_MEDIA_TYPE,
  writeProblem,
} from './problem';
import { type NoBody, parseJson, readBody } from './read-body';
import type { ServerParts } from './server';
import { toVerdict } from './verdict';
import { readVerifyInput, type VerifyInput } from './verify-input';

const PATH = '/v1/verify';

/** Whether a request is `POST /v1/verify`. */
export const isVerify = ({ method, url }: IncomingMessage): boolean =>
  method === 'POST' && (url === PATH || url?.startsWith(`${PATH}?`) === true);

/**
 * `POST /v1/verify`: a resource server asks about a token. Every decision is 200. It is answered
 * before Fastify sees it, as `/v1/authorize` is.
 */
export function verifyHandler(parts: ServerParts) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const exchange = new Exchange(parts, request, response);
    try {
      exchange.begin();
    } catch (error) {
      exchange.failed(error);
    }
  };
}

const JSON_TYPE = /^application\/json[\t ]*(?:;|$)/i;

/** One request on its way to its answer. */
class Exchange implements Reply {
  /** A caller that passed and that no record names yet. */
  #caller: Decision | null = null;
  #isLast = false;
  #traceParent: string | null = null;

  constructor(
    private readonly parts: ServerParts,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {}

  /** Before the body is read: strangers can't make us parse a megabyte. */
  begin(): void {
    if (this.request.rawHeaders.length > MAX_HEADERS * 2) {
      this.#refuse(TOO_MANY_HEADERS);
      return;
    }
    const facts = readCaller(this.parts, this.request);
    const secret = bearerToken(facts.authorization);
    const caller = this.parts.decisionPoint.evaluate(
      aboutCaller('tokens.verify', secret, facts.facts),
    );
    if (!(caller instanceof Promise)) this.#admit(caller, facts, secret !== null);
    else {
      caller
        .then((evaluated) => this.#admit(evaluated, facts, secret !== null))
        .catch((error) => this.failed(error));
    }
  }

  #admit(caller: Decision, facts: CallerFacts, hasCredentials: boolean): void {
    if (caller.code !== 'allowed') {
      const { problem, challenge } = callerRefusal(caller, hasCredentials);
      this.#record(caller, () => this.#refuse(problem, ['www-authenticate', challenge]));
      return;
    }
    this.#caller = caller;
    this.#traceParent = facts.traceParent;
    const { contentType, contentLength } = facts;
    if (contentType === null && !facts.announcesBody) this.#ask(undefined);
    else if (!JSON_TYPE.test(contentType ?? '')) this.#refuseQuestion(UNSUPPORTED_MEDIA_TYPE);
    else if (contentLength !== null && contentLength > MAX_BODY_BYTES) this.#bodyRead('too_large');
    else readBody(this.request, MAX_BODY_BYTES, (body) => this.#bodyRead(body));
  }

  #bodyRead(body: Buffer | NoBody): void {
    if (body === 'cut_off') {
      this.#recordCaller(() => this.response.destroy());
    } else if (body === 'too_large') {
      this.#refuseAndEnd(BODY_TOO_LARGE);
    } else {
      let value: unknown;
      try {
        value = parseJson(body);
      } catch {
        this.#refuseAndEnd(UNREADABLE);
        return;
      }
      this.#ask(value);
    }
  }

  #ask(body: unknown): void {
    try {
      const input = readVerifyInput(body, this.#caller?.token?.id ?? null, this.#traceParent);
      if (!input.ok) {
        const { errors } = input;
        const title = 'The request is not valid.';
        this.#refuseQuestion({ status: 422, code: 'invalid_input', title, errors });
        return;
      }
      this.#caller = null;
      this.#decide(input);
    } catch (error) {
      this.failed(error);
    }
  }

  #decide({ questions, isBatch }: VerifyInput & { readonly ok: true }): void {
    const { decisionPoint } = this.parts;
    const [first] = questions;
    if (!isBatch && first !== undefined) {
      decisionPoint.decide(first, this);
      return;
    }
    Promise.all(questions.map((question) => decisionFor(decisionPoint, question)))
      .then((decisions) =>
        this.#answer({ results: decisions.map((one) => toVerdict(one, this.parts)) }),
      )
      .catch((error) => this.failed(error));
  }

  decided(decision: RecordedDecision): void {
    this.#answer(toVerdict(decision, this.parts));
  }

  failed(error: unknown): void {
    if (!(error instanceof Unavailable)) {
      this.parts.log.error({ error: describeError(error) }, 'a request failed');
    }
    if (!this.response.headersSent) this.#refuse(UNAVAILABLE, ['retry-after', RETRY_AFTER_SECONDS]);
  }

  #answer(body: unknown): void {
    const text = JSON.stringify(body);
    const headers = [
      ...['content-type', 'application/json; charset=utf-8', 'cache-control', 'no-store'],
      ...['content-length', String(Buffer.byteLength(text))],
    ];
    this.response.writeHead(200, this.#withConnection(headers));
    this.response.end(text);
  }

  /** Answers what is no question, once the caller, who passed, is on record. */
  #refuseQuestion(problem: Problem): void {
    this.#recordCaller(() => this.#refuse(problem));
  }

  /** The same where what may still come on this connection could be taken for a question. */
  #refuseAndEnd(problem: Problem): void {
    this.#endConnection();
    this.#refuseQuestion(problem);
  }

  #endConnection(): void {
    endAfterThis(this.request);
    this.#isLast = true;
  }

  #recordCaller(then: () => void): void {
    const caller = this.#caller;
    this.#caller = null;
    if (caller === null) then();
    else this.#record(caller, then);
  }

  #record(caller: Decision, then: () => void): void {
    this.parts.decisionPoint.record(caller, {
      decided: then,
      failed: (error) => this.failed(error),
    });
  }

  #refuse(problem: Problem, headers: string[] = []): void {
    // Answered before its body was read: what follows could be taken for that body.
    if (!this.request.complete && announcesBody(this.request)) this.#endConnection();
    writeProblem(this.response, problem, this.#withConnection(headers));
  }

  #withConnection(headers: string[]): string[] {
    // Otherwise a connection kept alive would outlast the process it is to let go of.
    if (this.#isLast || this.parts.isClosing()) headers.push('connection', 'close');
    return headers;
  }
}
