/** Path of a Chromium or Chrome of this machine; undefined leaves it to Playwright's own. */
export function installedChromium(): string | undefined;

/** How the tests start it. */
export const CHROMIUM_ARGS: string[];
