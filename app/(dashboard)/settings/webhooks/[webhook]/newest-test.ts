import { askIfAllowed } from '@/app/server/run';
import type { ShownTest } from '@/components/webhooks/webhook-test';
import { getDelivery } from '@/domain/webhooks/get-delivery';
import { listDeliveries } from '@/domain/webhooks/list-deliveries';
import { TEST_TOPIC } from '@/domain/webhooks/message';

/** The last test that was sent to a webhook; null where there is none to see. */
export async function newestTest(webhook: string): Promise<ShownTest | null> {
  const tests = await askIfAllowed(listDeliveries, { webhook, topic: TEST_TOPIC, limit: 1 });
  const [newest] = tests.ok ? tests.value.items : [];
  if (!newest) return null;
  const found = await askIfAllowed(getDelivery, { webhook, delivery: newest.id });
  if (!found.ok) return null;
  const { id, state, log } = found.value;
  return { webhook, id, state, tried: log.at(-1) ?? null };
}
