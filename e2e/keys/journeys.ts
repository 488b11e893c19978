import type { Journey } from '../support/journey';
import { ANSWERS } from './answers';
import { APIS } from './apis';
import { GROUPS } from './groups';

import { PEOPLE } from './people';
import { PIPELINES } from './pipelines';
import { REVIEWS } from './reviews';
import { SETTINGS } from './settings';
import { STOPS } from './stops';
import { TOKENS } from './tokens';
import { WAYS_IN } from './ways-in';

/** Every change that somebody makes on a page, in journeys of a minute or less. */
export const JOURNEYS: readonly Journey[] = [
  ...[PIPELINES, TOKENS, SETTINGS, APIS, PEOPLE, STOPS, GROUPS, ANSWERS, REVIEWS, WAYS_IN],
];
