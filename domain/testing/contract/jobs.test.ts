import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NOTHING_SET, runJob } from '@/domain/jobs/run-job';
import { JOBS } from '@/domain/registry/jobs';
import { rolledBack } from '@/domain/testing/rolled-back';
import { auditHead, eventsSince, fingerprint } from '@/domain/testing/traces';
import { openWorld, type World } from '@/domain/testing/world';
import { basisNow, unannounced } from './basis';
import type { Scene } from './case';
import { JOB_CASES } from './jobs';
import { setScene } from './rehearse';

let world: World;
let scene: Scene;
beforeAll(async () => {
  world = await openWorld();
  scene = await setScene(world);
});
afterAll(() => world.close());

it('each job has a case, and each case a job', () => {
  const written = JOB_CASES.map(({ name }) => name);
  expect(written.sort()).toEqual(JOBS.map(({ name }) => name).sort());
});

describe.each(JOBS.map((job) => [job.name, job] as const))('%s', (name, job) => {
  const written = JOB_CASES.find((one) => one.name === name);
  const within = (work: (inside: Scene) => Promise<void>) =>
    rolledBack(world, (db) => work({ ...scene, world: { ...world, db } }));
  const inputOf = (aim: Scene['aim']) =>
    typeof written?.input === 'function' ? written.input(aim) : written?.input;
  const run = ({ world: { db }, aim }: Scene, more: { signal?: AbortSignal } = {}) =>
    runJob(job, { db, settings: written?.settings ?? NOTHING_SET, ...more }, inputOf(aim));
  const caseOf = () => {
    if (!written) throw new Error(`${name} has no case: write one in jobs.ts`);
    return written;
  };

  it('does what it is for, and leaves the events it declares by the system', () =>
    within(async (inside) => {
      const { given, changed, events = () => [], holds } = caseOf();
      await given(inside);
      const { db } = inside.world;
      const [head, before] = [await auditHead(db), await basisNow(db)];
      expect(await run(inside)).toBe(changed);
      const left = (await eventsSince(db, head)).map((event) => ({
        ...{ action: event.action, targetId: event.targetId, actor: event.actorName },
        affects: event.affects.toSorted(),
      }));
      const expected = events(inside).map(({ affects, ...event }) => ({
        ...{ ...event, actor: 'keyward worker', affects: affects.toSorted() },
      }));
      expect(left).toEqual(expected);
      expect([...new Set(left.map(({ action }) => action))].sort()).toEqual(
        [...job.records].sort(),
      );
      const affects = left.flatMap((event) => event.affects);
      expect(unannounced(before, await basisNow(db), affects)).toEqual([]);
      await holds(inside);
    }));

  it('finds nothing left to do when it is run again', () =>
    within(async (inside) => {
      await caseOf().given(inside);
      const { db } = inside.world;
      await run(inside);
      const [head, before] = [await auditHead(db), await fingerprint(db)];
      expect(await run(inside)).toBe(0);
      expect(await eventsSince(db, head)).toEqual([]);
      expect(await fingerprint(db)).toBe(before);
    }));

  it('leaves everything to another worker where its lease is lost', () =>
    within(async (inside) => {
      const { given, changed } = caseOf();
      await given(inside);
      const { db } = inside.world;
      const before = await fingerprint(db);
      const signal = AbortSignal.abort(new Error('the lease is lost'));
      await expect(run(inside, { signal })).rejects.toThrow('the lease is lost');
      expect(await fingerprint(db)).toBe(before);
      expect(await run(inside)).toBe(changed);
    }));

  it('refuses input that is not its own', async () => {
    const misspelt = { ...inputOf(scene.aim), misspelt: true };
    const host = { db: world.db };
    await expect(runJob(job, host, misspelt)).rejects.toThrow(z.ZodError);
  });

  it('promises what a queue can keep', () => {
    expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(job.leaseSeconds).toBeGreaterThanOrEqual(10);
    expect(job.deadlineSeconds).toBeGreaterThan(job.leaseSeconds);
    expect(job.retries.limit).toBeGreaterThan(0);
    // Nobody gives a job by the clock its input.
    if (job.schedule !== null) expect(job.input.safeParse({}).success).toBe(true);
  });
});
