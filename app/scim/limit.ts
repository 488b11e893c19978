import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Entra ID sends up to 25 requests a second; twice that for a minute is nobody's first import. */
const limiter = new RateLimiterMemory({ points: 3_000, duration: 60 });

/** Counts a request of a client. @returns seconds to wait, 0 where it may go on */
export async function throttle(clientId: string): Promise<number> {
  try {
    await limiter.consume(clientId);
    return 0;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
  }
}
