/** Source of a pattern: what is invisible or turns the direction of text. Joiners and variation selectors stay. */
export const INVISIBLE = String.raw`(?!\u200c|\u200d|[\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}`;

/** The first `limit` UTF-16 units of a text, without half a character at the end. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
