import { getCsrfToken } from 'next-auth/react';

/**
 * Asks next-auth where a provider is, and to lead back to `callbackUrl`: a form that leads to another
 * site would break the page's policy.
 */
export async function providerAddress(slug: string, callbackUrl: string): Promise<{ url: string }> {
  const csrfToken = (await getCsrfToken()) ?? '';
  const answer = await fetch(`/api/auth/signin/${slug}`, {
    method: 'POST',
    body: new URLSearchParams({ csrfToken, callbackUrl, json: 'true' }),
  });
  return answer.json();
}
