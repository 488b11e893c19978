/** What a reader may choose about the look. Kept in one cookie, so that the server renders it right. */
export type Preferences = {
  theme: 'system' | 'light' | 'dark';
  density: 'normal' | 'compact';
  /** Single-letter shortcuts (`g t`, `/`, `?`) can be switched off (WCAG 2.1.4). */
  goToKeys: boolean;
  /** Column ids hidden, per table id. */
  hiddenColumns: Record<string, string[]>;
};

export const preferencesCookieName = 'keyward_preferences';

export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'normal',
  goToKeys: true,
  hiddenColumns: {},
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The cookie is the reader's to edit; anything unreadable counts as no preference.
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** Reads the cookie's value; unknown or broken parts fall back to the defaults one by one. */
export function parsePreferences(value: string | undefined): Preferences {
  const parsed = value ? parseJson(value) : undefined;
  if (!isRecord(parsed)) return defaultPreferences;
  const hiddenColumns: Record<string, string[]> = {};
  if (isRecord(parsed.hiddenColumns)) {
    for (const [table, columns] of Object.entries(parsed.hiddenColumns)) {
      if (Array.isArray(columns)) {
        hiddenColumns[table] = columns.filter((column) => typeof column === 'string');
      }
    }
  }
  return {
    theme: parsed.theme === 'light' || parsed.theme === 'dark' ? parsed.theme : 'system',
    density: parsed.density === 'compact' ? 'compact' : 'normal',
    goToKeys: parsed.goToKeys !== false,
    hiddenColumns,
  };
}

/** The `document.cookie` assignment for these preferences; kept for a year. */
export function serializePreferences(preferences: Preferences, secure: boolean): string {
  const value = encodeURIComponent(JSON.stringify(preferences));
  const suffix = secure ? '; Secure' : '';
  return `${preferencesCookieName}=${value}; Path=/; Max-Age=31536000; SameSite=Lax${suffix}`;
}
