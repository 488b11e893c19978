import { expect, it } from 'vitest';
import { readBearer } from '@/verifier/testing/world';
import { createGuard } from './guard.js';
import { readVerdict } from './verdict.js';

const denied = { allowed: false, code: 'token_unknown', decisionId: 'dec_1', scopes: [] };

/** The token that a guard asks about for these Authorization headers; empty where it reads none. */
async function askedAbout(authorization: string[]): Promise<string> {
  let asked = '';
  const guard = createGuard({
    api: 'billing',
    client: {
      verify: async ({ token }) => {
        asked = token;
        const verdict = readVerdict(denied);
        if (!verdict) throw new Error('the client has forgotten a code');
        return verdict;
      },
    },
  });
  const request = { method: 'GET', target: '/', ip: undefined, userAgent: undefined };
  await guard({ ...request, authorization, requestId: undefined });
  return asked;
}

it.each([
  ...['Bearer abc', 'bearer abc', 'BEARER   a-b._~+/c==  ', 'Bearer', 'Bearerabc', 'Basic abc', ''],
  ...['Bearer a b', 'Bearer a, Bearer b', 'Bearer ä', ' Bearer abc', 'Bearer =a', 'Bearer\tabc'],
])('a guard reads “%s” as the verifier and the control API do', async (header) => {
  expect(await askedAbout([header])).toBe(readBearer(header) ?? '');
});

it('reads neither of two headers', async () => {
  expect(await askedAbout(['Bearer abc', 'Bearer abc'])).toBe('');
});
