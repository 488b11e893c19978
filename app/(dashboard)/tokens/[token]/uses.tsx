import { askIfAllowed } from '@/app/server/run';
import { tokenActions } from '@/app/token-lists/token-actions';
import { OperationUses } from '@/components/access/operation-uses';
import { UsesTable, usesSentence } from '@/components/access/uses-table';
import { TightenToken } from '@/components/tokens/detail/tighten-token';
import type { TokenRow } from '@/components/tokens/token-row';
import { Section } from '@/components/ui/section';
import { listTokenUses } from '@/domain/access/list-uses';
import type { Uses } from '@/domain/access/uses';

/** What the token may call beside what it called and was denied, and the way to hold it to that. */
export async function TokenUses({ token }: { token: TokenRow }) {
  const uses = await askIfAllowed(listTokenUses, { token: token.id });
  if (!uses.ok) return null;
  if (uses.value.granted === 0) {
    return uses.value.others.length > 0 ? <OperationUses uses={uses.value} /> : null;
  }
  return (
    <>
      <Section
        title="Granted and used"
        description={usesSentence(uses.value)}
        actions={
          <TightenToken
            token={token}
            setLimits={tokenActions.setLimits}
            nothingReason={nothingToTake(uses.value)}
          />
        }
        flush
      >
        <UsesTable uses={uses.value} />
      </Section>
      <OperationUses uses={uses.value} />
    </>
  );
}

function nothingToTake({ scopes, used90 }: Uses): string | undefined {
  if (used90 === 0) return 'Nothing of it was called: suspend or revoke it instead';
  return scopes.some(({ isUnused }) => isUnused) ? undefined : 'Every scope of it was used';
}
