import { vi } from 'vitest';
import { recordDecisionsWith } from '@/app/server/decision-journal';
import type { World } from '@/domain/testing/world';
import type { Decision } from '@/journal/record/decision';
import { handleScimRequest } from './handle';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const patchOf = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});

/** What the door has put on record. */
export const decisions: Decision[] = [];

/** Opens the door on a world's database. */
export function openDoor(world: World): void {
  recordDecisionsWith({
    record(decision, { recorded }) {
      decisions.push(decision);
      recorded(decision);
    },
    isHealthy: () => true,
    close: async () => undefined,
  });
  (globalThis as { keywardDatabase?: unknown }).keywardDatabase = world.db;
  vi.stubEnv('NEXTAUTH_SECRET', 'a server secret of at least thirty-two characters');
}

interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function send(secret: string, method: string, path: string, sent: Sent = {}) {
  const response = await handleScimRequest(
    new Request(`http://127.0.0.1:3000/scim/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/scim+json',
        ...sent.headers,
      },
      ...(sent.body !== undefined && { body: JSON.stringify(sent.body) }),
    }),
  );
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    // biome-ignore lint/suspicious/noExplicitAny: tests say what is in an answer
    body: (text === '' ? null : JSON.parse(text)) as any,
  };
}

/** Makes a user by its user name. @returns its id */
export async function makeUser(secret: string, userName: string, more: object = {}) {
  const body = { schemas: [USER], userName, ...more };
  const made = await send(secret, 'POST', '/Users', { body });
  if (made.status !== 201) throw new Error(`${userName}: ${JSON.stringify(made.body)}`);
  return made.body.id as string;
}

export async function makeGroup(secret: string, displayName: string, members: string[] = []) {
  const body = { schemas: [GROUP], displayName, members: members.map((value) => ({ value })) };
  const made = await send(secret, 'POST', '/Groups', { body });
  if (made.status !== 201) throw new Error(`${displayName}: ${JSON.stringify(made.body)}`);
  return made.body.id as string;
}
