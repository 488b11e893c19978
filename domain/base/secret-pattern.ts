/** What secret scanners look for. Not anchored, so that it finds a secret inside other text. */
export const TOKEN_SECRET_PATTERN = '\\bkw[ps]_[0-9A-Za-z]{36}\\b';
