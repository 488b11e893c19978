import type { Instrumentation } from 'next';
import { isCutOff } from '@/app/server/cut-off';
import { REQUEST_ID_HEADER } from '@/app/server/own-headers';

/** Whatever a page or an action threw: the page shows the digest, the log has it beside the request's id. */
export const onRequestError: Instrumentation.onRequestError = (
  error,
  { method, path, headers },
) => {
  // Whoever leaves while their request is read has no fault, and neither have we.
  if (isCutOff(error)) return;
  const id = headers[REQUEST_ID_HEADER];
  const digest = error instanceof Error && 'digest' in error ? ` (${error.digest})` : '';
  process.stderr.write(`${id} ${method} ${path.split('?', 1)[0]} failed${digest}\n`);
};
