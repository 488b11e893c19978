/** The sender's address, set by the dashboard's own server over whatever a client sent. */
export const CLIENT_ADDRESS_HEADER = 'x-keyward-client-address';

/** The request's id, set there too: pages, log lines and the audit log name it. */
export const REQUEST_ID_HEADER = 'x-keyward-request-id';

/** Set by the proxy on every page request, over whatever a client sent: path and query. */
export const REQUEST_PATH_HEADER = 'x-keyward-path';
