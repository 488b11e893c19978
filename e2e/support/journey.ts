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
        const [latest] = (await given.control.get('/audit?limit=1')).items;
        await run({ ...given, made });
        await expect.poll(() => hasDone(given, operation, latest.seq)).toBe(true);
      });
    }
  },
});

/** What stands in the log for changes that are made of others. */
const RECORDED_AS: Readonly<Record<string, string>> = {
  'configuration.apply': 'groups.update',
  'identities.offboard': 'identities.stop',
  'requests.approve': 'groups.editMembers',
  'reviews.apply': 'reviews.settle',
};

/** Whether the log tells of it after this event. */
async function hasDone({ control, me }: Given, operation: string, after: number) {
  const action = RECORDED_AS[operation] ?? operation;
  const { items } = await control.get(`/audit?limit=100&q=action:${action}`);
  return items.some(
    ({ seq, outcome, actor, via, target }: Event) =>
      seq > after &&
      outcome === 'done' &&
      via.type !== 'token' &&
      (actor.id === me.id || target.id === me.id),
  );
}

/** Of the log. A link is nobody's, and made for somebody. */
interface Event {
  readonly seq: number;
  readonly outcome: string;
  readonly actor: { readonly id: string };
  readonly via: { readonly type: string };
  readonly target: { readonly id: string | null };
}
