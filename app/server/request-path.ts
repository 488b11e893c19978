/** Set by the proxy on every page request, over whatever a client sent: path and query. */
export const REQUEST_PATH_HEADER = 'x-keyward-path';
