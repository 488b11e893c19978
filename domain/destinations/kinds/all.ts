import type { Place } from '../place-input';
import { github } from './github';
import { gitlab } from './gitlab';
import type { DestinationKind } from './kind';
import { kubernetes } from './kubernetes';
import { vault } from './vault';
import { webhook } from './webhook';

const KINDS = { webhook, github, gitlab, vault, kubernetes };

/** How secrets get to a place. */
export const kindOf = (place: Place): DestinationKind<Place> =>
  KINDS[place.kind] as unknown as DestinationKind<Place>;
