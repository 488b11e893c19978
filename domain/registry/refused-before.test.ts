import { describe, expect } from 'vitest';
import type { Actor } from '@/domain/base/actor';
import type { AnyCommand } from '@/domain/commands/define';
import { refusedBefore } from '@/domain/commands/refused-before';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { type Aim, aimAtBilling } from '@/domain/testing/aim';
import type { Scene } from '@/domain/testing/contract/case';
import { inputsFor } from '@/domain/testing/contract/cases';
import type { Input, Page, State } from '@/domain/testing/contract/shown-page';
import { TRIED } from '@/domain/testing/contract/shown-states';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { rolledBack } from '@/domain/testing/rolled-back';
import { contextOf, signedIn } from '@/domain/testing/world';
import { COMMANDS } from './operations';

const declared = COMMANDS.filter(({ refusal }) => refusal !== undefined);
const ROLES = ['administrator', 'responder', 'lead', 'member', 'auditor'] as const;

let actors: Record<(typeof ROLES)[number], Actor>;
let aim: Aim;
let inputs: Record<string, Input>;
beforeAll(async () => {
  const { db, administrator } = world;
  aim = await aimAtBilling(world, fixture);
  inputs = inputsFor(aim);
  actors = {
    administrator,
    responder: await signedIn(db, fixture.responder.id),
    lead: await signedIn(db, fixture.lead.id),
    member: await signedIn(db, fixture.member.id),
    auditor: await signedIn(db, fixture.auditor.id),
  };
});

/** What the page says before it is tried, and the runner then; null where they let it pass. */
interface Answers {
  readonly page: string | null;
  readonly runner: string | null;
}
const said = (refusal: { code: string; message: string } | null) =>
  refusal && `${refusal.code}: ${refusal.message}`;

/** Undefined where the actor is shown no such thing. */
const ask = (command: AnyCommand, page: Page, make: State, actor: Actor) =>
  rolledBack<Answers | undefined>(world, async (db) => {
    const scene = { world: { ...world, db }, fixture, aim, actors: {} } as unknown as Scene;
    const input = { ...inputs[command.operation], ...((await make(scene)) ?? {}) };
    const found = await runQuery(page.query, { db, actor }, page.asks(input));
    if (!found.ok) return undefined;
    const shown = page.pick ? page.pick(found.value, input) : found.value;
    if (shown === undefined) return undefined;
    const view = page.view?.(shown) ?? shown;
    const before = refusedBefore(command, actor, page.target(shown, input), view);
    const result = await runCommand(command, contextOf(db, actor), input);
    return { page: said(before), runner: said(result.ok ? null : result) };
  });

describe('what a page says before, the runner says when it is tried', () => {
  it('of every command that declares a refusal', () => {
    expect(declared.map(({ operation }) => operation).sort()).toEqual(Object.keys(TRIED).sort());
    expect(declared.filter(({ view }) => view === undefined)).toEqual([]);
  });

  for (const command of declared) {
    it(`of ${command.operation}, with code and sentence`, async () => {
      const [page, states] = TRIED[command.operation] ?? [null, {}];
      if (!page) throw new Error('the table has no states for it');
      const answers = new Set<string | null>();
      for (const [state, make] of Object.entries(states)) {
        for (const role of ROLES) {
          const answer = await ask(command, page, make, actors[role]);
          if (answer === undefined) continue;
          expect(`${state}, ${role}: ${answer.page}`).toBe(`${state}, ${role}: ${answer.runner}`);
          answers.add(answer.page);
        }
      }
      // Some state let it pass and some refused it: a table that tries one alone proves nothing.
      expect(answers.has(null)).toBe(true);
      expect(answers.size).toBeGreaterThan(1);
    });
  }
});
