import type { Database } from '@/db/client';
import { signChanges } from '@/domain/audit/sign-changes';
import type { Log } from '@/domain/base/log';
import type { FeedConsumer } from '@/domain/feed/consumer';
import { followFeed } from '@/domain/feed/follow-feed';
import { noticeChanges } from '@/domain/inbox/notice-changes';
import { planDeliveries } from '@/domain/webhooks/plan-deliveries';

interface ConsumerOptions {
  readonly databaseUrl: string;
  readonly db: Database;
  /** Without it there is no key to sign with: then the dashboard signs, when asked. */
  readonly serverSecret: string | undefined;
  readonly log: Log;
}

/** Follows the audit log for whatever works on changes; of all workers, one does it for each. */
export function startConsumers({ serverSecret, ...options }: ConsumerOptions) {
  const consumers: FeedConsumer[] = [
    ...(serverSecret === undefined ? [] : [signChanges(serverSecret)]),
    planDeliveries,
    noticeChanges,
  ];
  const following = consumers.map((consumer) => followFeed(consumer, options));
  return {
    names: consumers.map(({ name }) => name),
    /** Waits for what is being handled; another worker takes over at once. */
    stop: () => Promise.all(following.map((one) => one.stop())),
  };
}
