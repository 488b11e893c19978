import { type APIRequestContext, expect } from '@playwright/test';

/** Asks the verifier as a resource server does. @returns a function that answers the verdict's code */
export function verifierOf(request: APIRequestContext, verifierUrl: string, gateway: string) {
  return async (question: {
    token: string;
    api: string;
    operation: string;
    ip?: string;
  }): Promise<string> => {
    const response = await request.post(`${verifierUrl}/v1/verify`, {
      headers: { Authorization: `Bearer ${gateway}` },
      data: { ip: '203.0.113.5', userAgent: 'browser tests/1', ...question },
    });
    expect(response.status()).toBe(200);
    return (await response.json()).code;
  };
}
