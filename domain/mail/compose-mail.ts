import { writtenMinute, writtenNumber } from '@/domain/base/written';
import { type Told, wordsOf } from '@/domain/notices/words';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** How many notices are told in full; the dashboard has the rest. */
const MAX_TOLD = 50;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

/**
 * One mail about everything somebody is to be told: as plain text and as HTML, without pictures or links
 * that know who follows them.
 * @param notices at least one, oldest first
 */
export function composeDigest(
  name: string,
  notices: readonly (Told & { readonly at: string })[],
  keywardUrl: string,
): Mail {
  const told = notices.slice(0, MAX_TOLD).map((notice) => ({ ...wordsOf(notice), at: notice.at }));
  const [first] = told;
  const left = notices.length - told.length;
  const subject =
    notices.length === 1
      ? (first?.title ?? '')
      : `${writtenNumber(notices.length)} notices from Keyward`;
  const more = left > 0 ? `And ${writtenNumber(left)} more: ${keywardUrl}/notices` : null;
  const foot = `You get this mail from Keyward at ${keywardUrl}, which told you the same under Notices.`;
  const paragraphs = told.map(({ title, text, path, at }) =>
    [`${title}`, text, `${keywardUrl}${path}`, writtenMinute(at)].filter(Boolean).join('\n'),
  );
  const text = [`Hello ${name},`, ...paragraphs, ...(more ? [more] : []), `-- \n${foot}`];
  const items = told.map(
    ({ title, text: said, path, at }) =>
      `<li style="margin:0 0 16px"><strong>${escapeHtml(title)}</strong><br>${escapeHtml(said)}<br><a href="${escapeHtml(keywardUrl + path)}">Open in Keyward</a> <span style="color:#666">· ${writtenMinute(at)}</span></li>`,
  );
  const html = [
    '<!doctype html><html lang="en"><body style="font:15px/1.5 system-ui,sans-serif;max-width:40em;margin:24px auto;padding:0 16px">',
    `<p>Hello ${escapeHtml(name)},</p>`,
    `<ul style="list-style:none;padding:0">${items.join('')}</ul>`,
    ...(left > 0
      ? [
          `<p><a href="${escapeHtml(`${keywardUrl}/notices`)}">And ${writtenNumber(left)} more</a></p>`,
        ]
      : []),
    `<p style="color:#666;font-size:13px">${escapeHtml(foot)}</p></body></html>`,
  ];
  return { subject, text: `${text.join('\n\n')}\n`, html: html.join('\n') };
}

export function composeTest(keywardUrl: string): Mail {
  const text = `Keyward at ${keywardUrl} can send mail.`;
  return { subject: 'A test from Keyward', text: `${text}\n`, html: `<p>${escapeHtml(text)}</p>` };
}
