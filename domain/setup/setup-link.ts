import { and, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { setupLinks } from '@/db/schema/identities';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { refuse } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { SETUP_LINK_HOURS } from '@/domain/credentials/credential-facts';
import { administratorExists } from './administrator';
import { hashSetupCode, setupCodeFromBytes, setupUrl } from './setup-code';

/** Makes the link of the first administrator; earlier ones not used yet stop working. */
export const issueSetupLink = defineCommand({
  operation: 'setup.issueLink',
  summary: 'Issue the setup link of the first administrator',
  input: z.object({}),
  output: z.object({ id: z.string(), secret: z.string() }),
  target: () => everything('system'),
  async run({ tx, secretBytes }) {
    if (await administratorExists(tx)) {
      return refuse('conflict', 'administrator_exists', 'There is an administrator already.');
    }
    await tx
      .update(setupLinks)
      .set({ usedAt: sql`now()` })
      .where(and(isNull(setupLinks.identityId), isNull(setupLinks.usedAt)));
    const id = newId('setupLink');
    await tx.insert(setupLinks).values({
      id,
      secretSha256: hashSetupCode(setupCodeFromBytes(secretBytes)),
      expiresAt: sql`now() + make_interval(hours => ${SETUP_LINK_HOURS})`,
    });
    return {
      value: { id },
      audit: { target: { type: 'system', id, name: 'setup link' }, affects: [] },
    };
  },
  reveal: (_value, secretBytes) => ({ secret: setupCodeFromBytes(secretBytes) }),
});

/** The one-time setup URL while nobody administers Keyward yet, else null. */
export async function ensureSetupLink(db: Database, baseUrl: string): Promise<string | null> {
  if (await administratorExists(db)) return null;
  const issued = await runCommand(
    issueSetupLink,
    {
      db,
      actor: systemActor('start', [issueSetupLink.operation]),
      request: { id: newId('request'), ip: null, userAgent: null },
      serverSecret: '',
    },
    {},
  );
  if (issued.ok) return setupUrl(baseUrl, issued.value.secret);
  if (issued.code === 'administrator_exists') return null;
  throw new Error(`no setup link could be made: ${issued.message}`);
}
