import { CommandFailure } from '@/cli/failure';
import { parseJson, send } from '@/cli/remote/control-api';
import { environment } from '@/domain/environment/env';
import type { Finding } from './findings';

/** As many as one report takes. */
const AT_ONCE = 1_000;

/** Has the Keyward at `KEYWARD_URL` stop whichever of these are its own. @throws CommandFailure where it doesn't take them */
export async function reportFindings(findings: readonly Finding[]): Promise<void> {
  const { keywardUrl } = environment();
  for (let at = 0; at < findings.length; at += AT_ONCE) {
    const leaks = findings
      .slice(at, at + AT_ONCE)
      .map(({ sha256 }) => ({ sha256, source: 'keyward scan' }));
    const answer = await send(`${keywardUrl}/api/v1/leaks`, {
      method: 'POST',
      redirect: 'error',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ leaks }),
    });
    if (answer.status === 202) continue;
    const { detail } = (parseJson(answer.text) ?? {}) as { detail?: unknown };
    throw new CommandFailure(
      `${keywardUrl} took ${at} of ${findings.length} reports and answered ${answer.status}: ${detail ?? 'check KEYWARD_URL'}`,
    );
  }
  if (findings.length > 0) {
    process.stderr.write(
      `Reported ${findings.length} to ${keywardUrl}: those it knows are stopped within seconds.\n`,
    );
  }
}
