/** Carries the client's address to pages and handlers; the dashboard's server sets it, never a client. */
export const CLIENT_ADDRESS_HEADER = 'x-keyward-client-address';
