import { type APIRequestContext, expect } from '@playwright/test';

/** The control API with the administrator's management token: for data that a test only needs. */
export interface Control {
  get(path: string): Promise<Answer>;
  post(path: string, data: object): Promise<Answer>;
  put(path: string, data: object): Promise<Answer>;
  patch(path: string, data: object): Promise<Answer>;
  delete(path: string): Promise<Answer>;
}

// biome-ignore lint/suspicious/noExplicitAny: the answers of forty operations, asserted where used.
type Answer = any;

export function controlApi(request: APIRequestContext, managementToken: string): Control {
  async function call(method: string, path: string, data?: object): Promise<Answer> {
    const response = await request.fetch(`/api/v1${path}`, {
      method,
      // The server ends a connection that was idle, now and then as a request sets out on it.
      maxRetries: 2,
      headers: { Authorization: `Bearer ${managementToken}` },
      ...(data && { data }),
    });
    const text = await response.text();
    expect(response.ok(), `${method} ${path}: ${text}`).toBe(true);
    return JSON.parse(text);
  }
  return {
    get: (path) => call('GET', path),
    post: (path, data) => call('POST', path, data),
    put: (path, data) => call('PUT', path, data),
    patch: (path, data) => call('PATCH', path, data),
    delete: (path) => call('DELETE', path),
  };
}
