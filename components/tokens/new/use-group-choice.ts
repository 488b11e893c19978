'use client';

import { useState } from 'react';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { type GroupChoice, groupChoiceQuestion } from './group-choice';

/** The chosen group with what it brings, and what was chosen of that: whom, which scopes. */
export function useGroupChoice(props: {
  initialChoice: GroupChoice | null;
  initialIdentity: string | null;
  actorId: string;
}) {
  const { initialChoice } = props;
  const initialId = initialChoice?.group.id ?? null;
  const [groupId, setGroupId] = useState(initialId);
  const asked = useAskedValue(groupChoiceQuestion, groupId === initialId ? null : groupId);
  const answer = asked.status === 'answered' ? asked.answer : null;
  const choice = groupId === initialId ? initialChoice : answer;
  /** Undefined until somebody is chosen by hand. */
  const [picked, setIdentity] = useState<string | null>();
  const [scopeIds, setScopeIds] = useState<string[]>([]);
  /** All of the group was asked for, whatever its scopes come to be. */
  const [isWhole, setIsWhole] = useState(false);
  return {
    groupId,
    choice,
    asked,
    loading: asked.status === 'asking',
    identity: picked === undefined ? likelyIdentity(choice, props) : picked,
    setIdentity,
    scopeIds,
    setScopeIds(ids: string[]) {
      setScopeIds(ids);
      setIsWhole(false);
    },
    isWhole,
    setIsWhole(whole: boolean) {
      setIsWhole(whole);
      if (whole) setScopeIds([]);
    },
    chooseGroup(id: string | null) {
      setGroupId(id);
      setIdentity(undefined);
      setScopeIds([]);
      setIsWhole(false);
    },
  };
}

export type ChosenGroup = ReturnType<typeof useGroupChoice>;

/** Whom a token is for most likely: who the address names, oneself, or the only one that it can be for. */
function likelyIdentity(
  choice: GroupChoice | null,
  wish: { initialIdentity: string | null; actorId: string },
): string | null {
  const able = choice?.members.filter(({ refusal }) => refusal === null) ?? [];
  const find = (id: string | null) => able.find((member) => member.id === id)?.id;
  const only = able.length === 1 ? able[0]?.id : undefined;
  return find(wish.initialIdentity) ?? find(wish.actorId) ?? only ?? null;
}
