/** What signs in at the stand-ins. */
export const CREDENTIAL = 'a-credential-of-32-characters-xx';
/** Of a webhook: 32 bytes. */
export const SIGNING_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
