// The step itself: the job's OIDC token in, a Keyward token out (RFC 8693).
import { randomUUID } from 'node:crypto';
import { addressOf, jsonOf, postForm, Refused } from './ask.mjs';
import { fail, input, mask, saveState, setOutput } from './runner.mjs';

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';
const SECRET = /^kw[ps]_[0-9A-Za-z]{36}$/;

try {
  const url = addressOf(input('url'));
  const rule = input('rule');
  if (!rule) throw new Refused('The input rule is missing: name the trust rule, by slug or id');
  const jwt = await identityToken(input('audience') || url);
  const answer = await exchange(url, rule, jwt);
  saveState('token', answer.secret);
  saveState('url', url);
  setOutput('token', answer.secret);
  setOutput('token-id', answer.id);
  setOutput('expires-in', answer.expiresIn);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  fail(error.message);
}

/** What GitHub says of this job, for one audience. */
async function identityToken(audience) {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } =
    process.env;
  if (!address || !bearer) {
    throw new Refused(
      'GitHub gives this job no OIDC token: add "permissions: id-token: write" to it. Pull requests from forks never get one',
    );
  }
  const url = new URL(address);
  url.searchParams.set('audience', audience);
  const response = await fetch(url, { headers: { Authorization: `Bearer ${bearer}` } });
  const { value } = await jsonOf(response);
  if (!response.ok || typeof value !== 'string') {
    throw new Refused(`GitHub gave no OIDC token: it answered ${response.status}`);
  }
  mask(value);
  return value;
}

async function exchange(url, rule, jwt) {
  const scope = input('scope');
  const fields = {
    grant_type: GRANT,
    subject_token: jwt,
    subject_token_type: JWT,
    audience: rule,
    ...(scope && { scope }),
  };
  // A JWT is good for one token: by the key, a lost answer is given again.
  const headers = { 'Idempotency-Key': randomUUID() };
  const response = await postForm('The exchange', `${url}/api/v1/token-exchange`, fields, headers);
  const answer = await jsonOf(response);
  const secret = answer.access_token;
  if (response.ok && typeof secret === 'string' && SECRET.test(secret)) {
    mask(secret);
    return { secret, id: answer.token_id ?? '', expiresIn: answer.expires_in ?? '' };
  }
  if (answer.error === 'invalid_grant') {
    const request = response.headers.get('x-request-id');
    throw new Refused(
      `Keyward refused the exchange by rule "${rule}" (invalid_grant). Settings → Workloads shows which claim did not fit${request ? `, request ${request}` : ''}`,
    );
  }
  if (typeof answer.error === 'string') {
    const why = answer.error_description ? `: ${answer.error_description}` : '';
    throw new Refused(`Keyward refused the exchange (${answer.error}${why})`);
  }
  throw new Refused(
    `${url} answered ${response.status} with something else than a token: check the input url`,
  );
}
