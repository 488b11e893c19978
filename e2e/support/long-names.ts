import type { Control } from './control';
import type { Places } from './routes';

/** As long as a name may be, without a space to break it at. */
export const LONG_NAME =
  'Rechnungsprüfungsübergabebestätigungsschlüsselverwaltungsgesellschaftsmitgliederversammlungsbeschlussvorlagenänderungsdi';

/** Gives what has pages of its own names that no line holds. */
export async function nameAtLength(
  control: Control,
  { token, group, person, api }: Pick<Places, 'token' | 'group' | 'person' | 'api'>,
): Promise<void> {
  const named = [`/tokens/${token}`, `/groups/${group}`, `/identities/${person}`, `/apis/${api}`];
  for (const path of named) await control.patch(path, { name: LONG_NAME });
}
