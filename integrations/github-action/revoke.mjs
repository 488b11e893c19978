// At the end of the job, whatever became of it: the token is of no more use.
import { postForm, Refused } from './ask.mjs';
import { mask, state, warn } from './runner.mjs';

const token = state('token');
if (token) {
  mask(token);
  try {
    const response = await postForm(
      'Revoking',
      `${state('url')}/api/v1/tokens/self/revoke`,
      {},
      { Authorization: `Bearer ${token}` },
    );
    if (!response.ok) warn(`The token was not revoked (${response.status}): it ends by itself`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // The job has done its work, and the token lives for minutes.
    warn(`${error.message}. The token ends by itself`);
  }
}
