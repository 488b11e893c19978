import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { setupLinks } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { emailAddress, label } from '@/domain/base/input';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { hashTokenSecret, tokenHint, tokenSecretFromBytes } from '@/domain/base/token-format';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { SETUP_LINK_HOURS } from '@/domain/credentials/credential-facts';
import { administratorExists, lockAdministrators, makeAdministrator } from './administrator';
import { hashSetupCode, setupCodeFromBytes, setupUrl } from './setup-code';

const MANAGEMENT_TOKEN_SECONDS = 3_600;

/** Makes the first administrator with a setup link and a one-hour management token. */
export const bootstrap = defineCommand({
  operation: 'setup.bootstrap',
  summary: 'Create the first administrator from the terminal',
  input: z.object({ email: emailAddress(), name: label().optional() }),
  output: z.object({
    identityId: z.string(),
    secret: z.object({ setupCode: z.string(), managementToken: z.string() }),
  }),
  conflicts: { identities_email: { path: 'email', message: 'A person with this email exists.' } },
  target: () => everything('system'),
  async run({ tx, actor, input, secretBytes }) {
    await lockAdministrators(tx);
    if (await administratorExists(tx)) {
      return refuse('conflict', 'administrator_exists', 'There is an administrator already.');
    }
    const name = input.name ?? input.email;
    const person = { name, email: input.email };
    const { identityId, groupId } = await makeAdministrator(tx, actor, person);
    const secret = tokenSecretFromBytes('personal', secretBytes);
    const { first4, last4 } = tokenHint(secret);
    const tokenId = newId('token');
    await tx.insert(tokens).values({
      id: tokenId,
      kind: 'personal',
      identityId,
      identityType: 'person',
      groupId,
      familyId: newId('family'),
      name: 'management token of the bootstrap',
      secretSha256: hashTokenSecret(secret),
      first4,
      last4,
      expiresAt: sql`now() + make_interval(secs => ${MANAGEMENT_TOKEN_SECONDS})`,
      createdBy: actor.id,
      createdByName: actor.name,
    });
    await tx.insert(setupLinks).values({
      id: newId('setupLink'),
      identityId,
      secretSha256: hashSetupCode(setupCodeFromBytes(secretBytes)),
      expiresAt: sql`now() + make_interval(hours => ${SETUP_LINK_HOURS})`,
    });
    return {
      value: { identityId },
      audit: {
        target: { type: 'identity', id: identityId, name },
        after: { name, email: input.email, group: 'administrators', token: tokenId },
        affects: [identityId, tokenId],
      },
    };
  },
  reveal: (_value, secretBytes) => ({
    secret: {
      setupCode: setupCodeFromBytes(secretBytes),
      managementToken: tokenSecretFromBytes('personal', secretBytes),
    },
  }),
});

/** The `keyward bootstrap` command: refused with `administrator_exists` once there is one. */
export async function bootstrapAdministrator(
  db: Database,
  input: { email: string; name?: string; baseUrl: string },
): Promise<Refusal | { ok: true; setupUrl: string; identityId: string; managementToken: string }> {
  const result = await runCommand(
    bootstrap,
    {
      db,
      actor: systemActor('bootstrap', [bootstrap.operation]),
      request: { id: newId('request'), ip: null, userAgent: null },
      serverSecret: '',
    },
    { email: input.email, name: input.name },
  );
  if (!result.ok) return result;
  const { identityId, secret } = result.value;
  return {
    ok: true,
    identityId,
    setupUrl: setupUrl(input.baseUrl, secret.setupCode),
    managementToken: secret.managementToken,
  };
}
