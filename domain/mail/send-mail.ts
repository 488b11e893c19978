import { createTransport } from 'nodemailer';
import { describeError } from '@/db/describe-error';
import { reachesNobody } from '@/domain/base/email';
import type { MailSettings } from '@/domain/jobs/define';
import type { Mail } from './compose-mail';

const WITHIN_MS = 15_000;

/** Whether a server took a mail; where not, whether it may take it later. */
export type MailSent =
  | { readonly ok: true }
  | { readonly ok: false; readonly isFinal: boolean; readonly error: string };

export interface Mailer {
  /** @param id the same for the same mail, so that a mail program shows it once */
  send(to: string, id: string, mail: Mail): Promise<MailSent>;
  close(): void;
}

/** Host and port of the server, as they may be shown. */
export function serverOf({ smtpUrl }: MailSettings): string {
  const { protocol, hostname, port } = new URL(smtpUrl);
  return `${hostname}:${port || (protocol === 'smtps:' ? 465 : 587)}`;
}

/** Connects at the first mail and keeps the connection until it is closed. */
export function openMailer({ smtpUrl, from }: MailSettings): Mailer {
  const transport = createTransport(
    {
      ...{ url: smtpUrl, pool: true, maxConnections: 1 },
      ...{ connectionTimeout: WITHIN_MS, greetingTimeout: WITHIN_MS, socketTimeout: WITHIN_MS },
      // Nothing of a mail is ours to read from the disk or to fetch.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    },
    { from },
  );
  const host = from.split('@').at(-1)?.replace(/>.*$/, '') ?? 'keyward';
  return {
    async send(to, id, mail) {
      if (reachesNobody(to)) return { ok: false, isFinal: true, error: 'There is no such domain.' };
      try {
        await transport.sendMail({
          ...mail,
          // An address alone: nobody's name can add a recipient.
          to: { name: '', address: to },
          messageId: `<${id}@${host}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { ok: true };
      } catch (fault) {
        return { ok: false, ...whyNot(fault, smtpUrl) };
      }
    },
    close: () => transport.close(),
  };
}

/** 5xx to the recipient or the content is for good (RFC 5321, 4.2.1); a login that fails is ours to mend. */
function whyNot(fault: unknown, smtpUrl: string) {
  const { responseCode, code } = fault as { responseCode?: number; code?: string };
  const isRefusal = code === 'EENVELOPE' || code === 'EMESSAGE';
  const { password } = new URL(smtpUrl);
  const said = describeError(fault);
  const error = password ? said.replaceAll(decodeURIComponent(password), '…') : said;
  return { isFinal: isRefusal && (responseCode ?? 0) >= 500, error };
}
