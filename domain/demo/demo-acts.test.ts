import { afterEach, expect, it, vi } from 'vitest';
import { inOrder } from './acts';
import { emailOf, type Run } from './cast';
import { demoActs } from './seed-demo';

afterEach(() => void vi.useRealTimers());

interface Input {
  readonly email?: string;
  readonly slug?: string;
  readonly group?: string;
  readonly identity?: string;
  readonly token?: string;
  readonly add?: readonly { identity: string }[];
  readonly policy?: { approveServiceTokens?: boolean };
  readonly about?: { token?: string };
}

/** Stands for the commands: refuses what they would, because something isn't there yet or is over. */
function recorder() {
  const people = new Set<string>();
  const members = new Map(
    ['administrators', 'incident-responders', 'auditors'].map((slug) => [slug, new Set<string>()]),
  );
  const frozen = new Set<string>();
  const waiting: string[] = [];
  let asking: string | null = null;
  let made = 0;
  const known = ({ token, about }: Input) => expect(token ?? about?.token).toMatch(/^tok_/);
  const commands: Readonly<Record<string, (input: Input, group?: Set<string>) => unknown>> = {
    'identities.create': ({ email, slug }) => people.add(email ?? slug ?? ''),
    'groups.create': ({ slug = '' }) => members.set(slug, new Set()),
    'groups.freeze': ({ group = '' }) => frozen.add(group),
    'groups.editMembers': ({ add = [] }, group) => {
      for (const { identity } of add) {
        expect(people.has(identity), identity).toBe(true);
        group?.add(identity);
      }
    },
    'groups.update': ({ group, policy }) => {
      if (policy?.approveServiceTokens) asking = group ?? null;
    },
    'tokens.create': ({ group = '', identity = '' }, of) => {
      expect(frozen.has(group), `${group} is frozen`).toBe(false);
      expect(of?.has(identity), `${identity} in ${group}`).toBe(true);
      if (asking === group && !identity.includes('@')) waiting.push(group);
      made += 1;
      return { token: { id: `tok_${made}` } };
    },
    ...{ 'tokens.revoke': known, 'tokens.suspend': known, 'tokens.rotate': known },
    'incidents.open': known,
  };
  const as = (index: number): Run =>
    (async ({ operation }: { operation: string }, input: Input) => {
      expect(people.has(emailOf(index)), emailOf(index)).toBe(true);
      const group = input.group === undefined ? undefined : members.get(input.group);
      if (input.group !== undefined) expect(group, `${operation} in ${input.group}`).toBeDefined();
      return commands[operation]?.(input, group) ?? {};
    }) as unknown as Run;
  const claim = async () => {
    people.add(emailOf(0));
    members.get('administrators')?.add(emailOf(0));
  };
  return { as, claim, waiting };
}

it.each(Array.from({ length: 14 }, (_, day) => day))(
  'whenever it is filled in, each act finds what it needs: day %i',
  async (day) => {
    for (let hour = 0; hour < 24; hour += 1) {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 16 + day, hour, 20) });
      const { as, claim, waiting } = recorder();
      for (const { act } of inOrder(demoActs(as, claim))) await act();
      expect(waiting).toEqual(['fleet']);
    }
  },
);
