import { question } from '@/components/asking/question';
import type { GrantedScope } from '@/domain/authority/granted-scopes';
import type { GroupView } from '@/domain/groups/group-view';

/** A group to choose from; `refusal` says why nobody's token can be made in it by the reader. */
export type GroupOption = {
  id: string;
  slug: string;
  name: string;
  refusal: string | null;
  controlsKeyward: boolean;
};

export type MemberOption = {
  id: string;
  type: 'person' | 'service';
  name: string;
  handle: string;
  refusal: string | null;
};

/** All that the form needs to know of the chosen group. */
export type GroupChoice = {
  group: Pick<GroupView, 'id' | 'slug' | 'name' | 'policy' | 'controlsKeyward'>;
  scopes: GrantedScope[];
  /** Whom the reader may create a token for. */
  members: MemberOption[];
  /** True where the group has more members than the list holds. */
  membersCut: boolean;
};

/** What a group, by its id, brings for the form. */
export const groupChoiceQuestion = question<string, GroupChoice>('groupChoice');

/** What minting answered; the secret is held in memory until the dialog closes. */
export type IssuedToken = { id: string; name: string; secret: string; expiresAt: string };

/** Whether, and from where, a token was used for the first time. */
export const firstUseQuestion = question<
  { token: string },
  { firstUsedAt: string | null; ip: string | null }
>('firstUse');
