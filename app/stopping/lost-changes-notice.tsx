import { mayAnywhere } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { LostChanges } from '@/components/settings/lost-changes';
import { listLost } from '@/domain/verifiers/list-lost';
import { settleLost } from '@/domain/verifiers/settle-lost';
import { leaveLostAction, stopAgainAction } from './lost-actions';

/** What a restored database has lost; nothing where nothing is, or where the reader may not know. */
export async function LostChangesNotice() {
  const lost = await askIfAllowed(listLost, {});
  if (!lost.ok || lost.value.upTo === null) return null;
  const actor = await requireActor();
  return (
    <LostChanges
      {...lost.value}
      upTo={lost.value.upTo}
      maySettle={mayAnywhere(actor, settleLost)}
      stopAgain={stopAgainAction}
      leave={leaveLostAction}
    />
  );
}
