import { ask } from './ask.js';
import { InvalidInput, NotAuthorized, VerifierUnavailable } from './errors.js';
import { type Introspection, readIntrospection } from './introspection.js';
import { isFields, isText, parseJson } from './shape.js';
import { readVerdict, type Verdict } from './verdict.js';

export interface ClientOptions {
  /** Where the verifier listens, for example `http://127.0.0.1:3001`. */
  readonly verifierUrl: string;
  /** This resource server’s own token, which must hold `tokens.verify` (and `tokens.introspect`). */
  readonly token: string;
  /** For a whole answer, its last byte included. Default 3,000. */
  readonly timeoutMs?: number;
}

interface AskedAbout {
  /** The secret as it was presented; empty where there was none, so that this is recorded too. */
  readonly token: string;
  /** Slug or id. */
  readonly api: string;
  /** The address the token was presented from: without it, address limits deny. */
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly requestId?: string | undefined;
}

export type Question = AskedAbout &
  (
    | { readonly operation: string }
    | { readonly scope: string }
    | { readonly method: string; readonly path: string }
  );

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface IntrospectOptions extends CallOptions {
  /** Names the scopes of this API alone. */
  readonly api?: string;
  readonly ip?: string;
}

export type KeywardClient = ReturnType<typeof createClient>;

/**
 * Asks a verifier. Nothing is cached and nothing retried: a revocation counts at the next question.
 * Every method rejects with a `KeywardError`, or with the reason of an aborted `signal`.
 * @throws InvalidInput for options that can't work
 */
export function createClient({ verifierUrl, token, timeoutMs = 3_000 }: ClientOptions) {
  const base = readBase(verifierUrl);
  // Anything else could not stand in a header, and `fetch` would quote it in its error.
  if (!isText(token) || !/^[A-Za-z0-9\-._~+/]+=*$/.test(token)) throw new InvalidInput(['token']);
  if (!(Number.isInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= 600_000)) {
    throw new InvalidInput(['timeoutMs']);
  }

  async function post(path: string, type: string, body: string, { signal }: CallOptions) {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    const { status, text } = await ask({ url: base + path, headers, body, timeoutMs, signal });
    const answer = parseJson(text);
    if (status === 200) return answer;
    if (status === 401 || status === 403) throw new NotAuthorized(status);
    if (status === 400 || status === 413 || status === 422) throw new InvalidInput(named(answer));
    throw new VerifierUnavailable(`The verifier answered ${status}.`);
  }
  const postJson = (body: unknown, options: CallOptions) =>
    post('/v1/verify', 'application/json', JSON.stringify(body), options);

  return {
    async verify(question: Question, options: CallOptions = {}): Promise<Verdict> {
      return readVerdict(await postJson(question, options)) ?? malformed();
    },
    /** 1 to 100 questions; the verdicts come in their order. */
    async verifyBatch(
      questions: readonly Question[],
      options: CallOptions = {},
    ): Promise<readonly Verdict[]> {
      const answer = await postJson({ requests: questions }, options);
      const results = isFields(answer) && Array.isArray(answer.results) ? answer.results : [];
      if (results.length !== questions.length) malformed();
      return results.map((result) => readVerdict(result) ?? malformed());
    },
    /** RFC 7662: whether a token works at all, and which scopes it has. */
    async introspect(secret: string, options: IntrospectOptions = {}): Promise<Introspection> {
      const { api = '', ip = '' } = options;
      const form = String(new URLSearchParams({ token: secret, api, ip }));
      const type = 'application/x-www-form-urlencoded';
      const answer = await post('/v1/introspect', type, form, options);
      return readIntrospection(answer) ?? malformed();
    },
  };
}

function malformed(): never {
  throw new VerifierUnavailable('The verifier’s answer is not well formed.');
}

/** The address without a slash at its end. One with credentials or a query is a mistake. */
function readBase(verifierUrl: string): string {
  const url = URL.canParse(verifierUrl) ? new URL(verifierUrl) : null;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (!url || !isHttp || url.username || url.password || url.search || url.hash) {
    throw new InvalidInput(['verifierUrl']);
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

const FIELD =
  /^(requests(\.\d{1,2}\.)?)?(token|api|operation|scope|method|path|ip|userAgent|requestId)?$/;

/** The fields a problem document names, as far as they are fields there are. */
function named(answer: unknown): string[] {
  const errors = isFields(answer) && Array.isArray(answer.errors) ? answer.errors : [];
  const paths = errors.map((error: unknown) => (isFields(error) ? error.path : null));
  return paths.filter(isText).filter((path) => path !== '' && FIELD.test(path));
}
