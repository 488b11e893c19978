/** What secret scanners look for. Not anchored, so that it finds a secret inside other text. */
export const TOKEN_SECRET_PATTERN = '\\bkw[ps]_[0-9A-Za-z]{36}\\b';

/** What is shown of a secret once it was made, `kwp_3fA9…x7Qk`: its first and its last four characters. */
export const TOKEN_HINT = /^kw[ps]_([0-9A-Za-z]{4})(?:…|\.{2,3})([0-9A-Za-z]{4})$/;
