import { randomBytes } from 'node:crypto';
import { TypeID, typeid } from 'typeid-js';

const PREFIXES = {
  token: 'tok',
  family: 'fam',
  group: 'grp',
  identity: 'idn',
  api: 'api',
  operation: 'opn',
  scope: 'scp',
  decision: 'dec',
  event: 'evt',
  session: 'ses',
  setupLink: 'stp',
  verifier: 'vrf',
  request: 'req',
  /** What somebody asks for, not an HTTP request. */
  accessRequest: 'rqs',
  trustRule: 'trl',
  ssoProvider: 'sso',
  ssoMapping: 'ssm',
  ssoTry: 'sst',
  scimUser: 'scu',
  scimGroup: 'scg',
  exchangeAttempt: 'exa',
  notice: 'ntc',
  webhook: 'whk',
  delivery: 'whd',
  attempt: 'wha',
  destination: 'dst',
  rotation: 'rot',
  rotationStep: 'rst',
  reviewCampaign: 'rvc',
  review: 'rev',
  reviewEntry: 'rve',
  savedView: 'sav',
  sink: 'snk',
  incident: 'inc',
  incidentEntry: 'ine',
  anomaly: 'anm',
} as const;

export type IdKind = keyof typeof PREFIXES;

/** A new TypeID (UUIDv7 in base32, so ids sort by creation time); see the TypeID specification 0.3. */
export const newId = (kind: IdKind): string => typeid(PREFIXES[kind]).toString();

/** Whether a text is written like an id of this kind; slugs can't be, for they hold no underscore. */
export const looksLikeId = (kind: IdKind, text: string): boolean =>
  new RegExp(`^${PREFIXES[kind]}_[0-7][0-9a-hjkmnp-tv-z]{25}$`).test(text);

/** A new id as it would have been made at `date`: for sample data about the past. */
export function newIdAt(kind: IdKind, date: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(date.getTime(), 0, 6);
  // Version 7 and the RFC 9562 variant.
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x70, 6);
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8);
  return TypeID.fromUUIDBytes(PREFIXES[kind], bytes).toString();
}

/** When an id was made, to the millisecond (RFC 9562, 5.7); null where the text is no such id. */
export function timeOfId(kind: IdKind, id: string): Date | null {
  if (!looksLikeId(kind, id)) return null;
  const bytes = TypeID.fromString(id, PREFIXES[kind]).toUUIDBytes();
  return new Date(Buffer.from(bytes).readUIntBE(0, 6));
}
