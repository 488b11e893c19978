import type { OcsfRecord } from './to-ocsf';

/** Security and authorization messages (RFC 5424, 6.2.1). */
const FACILITY = 10;
const [WARNING, INFORMATIONAL] = [4, 6];
/** The number that RFC 5612 keeps for documentation: Keyward has none of its own. */
const ENTERPRISE = 32_473;

/**
 * A record as a message of RFC 5424, section 6, its JSON in ASCII alone, so that no byte order mark is due
 * before it; in a frame that counts its octets (RFC 6587, 3.4.1, and RFC 5425, 4.3).
 * @param host of the machine that sends
 */
export function syslogFrame({ id, kind, at, isFailure, event }: OcsfRecord, host: string): string {
  const priority = FACILITY * 8 + (isFailure ? WARNING : INFORMATIONAL);
  const data = `[keyward@${ENTERPRISE} id="${parameter(id)}" kind="${kind}"]`;
  const message = `<${priority}>1 ${at} ${hostName(host)} keyward - ${kind} ${data} ${asciiJson(event)}`;
  return `${message.length} ${message}`;
}

const parameter = (text: string) => text.replaceAll(/["\\\]]/g, '\\$&');

const hostName = (text: string) => text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 255) || '-';

const asciiJson = (value: unknown) =>
  JSON.stringify(value).replaceAll(
    /[\x7f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
