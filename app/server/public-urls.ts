import { environment } from '@/domain/environment/env';

/** Where to try a token. The verifier listens beside the dashboard, on its own port. */
export function publicUrls(): { dashboard: string; verifier: string } {
  const { keywardUrl, verifierPort } = environment();
  const verifier = new URL(keywardUrl);
  verifier.port = String(verifierPort);
  return { dashboard: keywardUrl, verifier: verifier.origin };
}
