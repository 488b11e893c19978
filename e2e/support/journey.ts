import { type Browser, expect, type Page, test } from '@playwright/test';
import type { Control } from './control';
import type { Keyboard } from './keys';
import type { Administrator } from './stage';

/** What every step of a journey has at hand. */
export interface Given {
  readonly page: Page;
  readonly keys: Keyboard;
  /** Of another administrator, who asks and prepares. */
  readonly control: Control;
  /** Who is at the keyboard: an administrator of the journey's own. */
  readonly me: { readonly id: string; readonly name: string; readonly email: string };
  /** That other administrator. */
  readonly administrator: Administrator;
  readonly browser: Browser;
  readonly baseURL: string;
  readonly verifierUrl: string;
}

/** Changes that somebody makes one after the other, each by the name of its command. */
export interface Journey {
  readonly title: string;
  readonly operations: readonly string[];
  travel(given: Given, begin: () => Promise<void>): Promise<void>;
}

type Run<Made> = (stage: Given & { readonly made: Made }) => Promise<unknown>;

/**
 * @param prepare makes what the changes need; a pointer may be used there
 * @param runs in their order; each counts once the log has it, done by `me` and no token
 */
export const journey = <Made>(
  title: string,
  prepare: (given: Given) => Promise<Made>,
  runs: Readonly<Record<string, Run<Made>>>,
): Journey => ({
  title,
  operations: Object.keys(runs),
  async travel(given, begin) {
    const made = await prepare(given);
    await begin();
    for (const [operation, run] of Object.entries(runs)) {
      await test.step(operation, async () => {
        await run({ ...given, made });
        await expect.poll(() => hasDone(given, operation), operation).toBe(true);
      });
    }
  },
});

async function hasDone({ control, me }: Given, operation: string): Promise<boolean> {
  const { items } = await control.get(`/audit?limit=100&q=action:${operation}`);
  return items.some(
    (one: { outcome: string; actor: { id: string }; via: { type: string } }) =>
      one.outcome === 'done' && one.actor.id === me.id && one.via.type !== 'token',
  );
}
