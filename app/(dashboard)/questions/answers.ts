import { z } from 'zod';
import { type ActionOutcome, toFormState } from '@/app/server/form-outcome';
import { ask, askIfAllowed } from '@/app/server/run';
import { searchEverything } from '@/app/server/search-everything';
import { requireActor } from '@/app/server/session';
import { withActionWords } from '@/app/server/timeline-rows';
import { findDenied, findMatches } from '@/app/stopping/lookup';
import { loadGroupChoice } from '@/app/token-lists/group-choice';
import { toTokenRow } from '@/app/token-lists/token-rows';
import { whyQuestion } from '@/components/access/why-question';
import type { Question } from '@/components/asking/question';
import { histogramQuestion } from '@/components/audit/chart/histogram-question';
import { deletionQuestion } from '@/components/audit/deletion-question';
import { facetsQuestion } from '@/components/audit/facets/facets-question';
import { completionsQuestion } from '@/components/audit/query/completions-question';
import { type Views, viewsQuestion } from '@/components/audit/views/views-question';
import {
  type Candidate,
  candidatesQuestion,
  type OtherGroup,
  otherGroupsQuestion,
} from '@/components/groups/members/candidate';
import { memberPreviewQuestion } from '@/components/groups/members/preview-words';
import { scopesPreviewQuestion } from '@/components/groups/scopes/scope-words';
import { attentionQuestion } from '@/components/overview/attention-question';
import { madeQuestion } from '@/components/people/made';
import {
  groupPolicyQuestion,
  organisationPolicyQuestion,
} from '@/components/policy/consequence-words';
import { offersQuestion, operationsQuestion } from '@/components/requests/offers';
import { lookupQuestion } from '@/components/respond/lookup-question';
import { matchingQuestion } from '@/components/respond/matching-question';
import { deniedQuestion, receiptsQuestion } from '@/components/revocation/token-match';
import { scopePreviewQuestion } from '@/components/scopes/scope-change';
import { chainQuestion } from '@/components/settings/chain-question';
import { dueQuestion } from '@/components/settings/retention/retention-words';
import { searchQuestion } from '@/components/shell/search-hits';
import { type LimitsChoice, limitsQuestion } from '@/components/tokens/limits/limits-question';
import { firstUseQuestion, groupChoiceQuestion } from '@/components/tokens/new/group-choice';
import { listTokenUses } from '@/domain/access/list-uses';
import { whyAccess } from '@/domain/access/why';
import { checkChain } from '@/domain/audit/check-chain';
import { findDeletion } from '@/domain/audit/find-deletion';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { previewAccess } from '@/domain/effects/preview-access';
import { chooseGroups, listGroups } from '@/domain/groups/list-groups';
import { previewMembers } from '@/domain/groups/preview-members';
import { previewPolicy } from '@/domain/groups/preview-policy';
import { previewScopes } from '@/domain/groups/preview-scopes';
import { listIdentities } from '@/domain/identities/list-identities';
import { listMade } from '@/domain/identities/list-made';
import { previewOrganisationPolicy } from '@/domain/organisation/preview-policy';
import { listAttention } from '@/domain/overview/list-attention';
import { findOperations, listOffers } from '@/domain/requests/offers';
import { getRetention } from '@/domain/retention/get-retention';
import { previewScopeUpdate } from '@/domain/scopes/preview-update';
import { countFacets } from '@/domain/timeline/counts/count-facets';
import { countHistory } from '@/domain/timeline/counts/count-history';
import { listCompletions } from '@/domain/timeline/list-completions';
import { getToken } from '@/domain/tokens/get-token';
import { previewMatching } from '@/domain/tokens/preview-matching';
import { getReceipts } from '@/domain/verifiers/get-receipts';
import { listViews } from '@/domain/views/list-views';

type Result<Answer> = Refusal | { ok: true; value: Answer };
type Answering = (value: unknown) => Promise<ActionOutcome<unknown>>;

const NO_SUCH = refuse('invalid', 'invalid_input', 'This can’t be answered. Reload the page.');
const CANDIDATES = 50;
const MAX_LISTED = 200;
const MAX_PASTED_LENGTH = 10_000;
const text = z.string();
const reference = z.string().max(200);

/** Pairs a question with its answer; the value comes from the network, so `schema` reads it. */
const answering = <Value, Answer>(
  { name }: Question<Value, Answer>,
  schema: z.ZodType<Value>,
  answer: (value: Value) => Promise<Result<Answer>>,
): [string, Answering] => [
  name,
  async (value) => {
    const read = schema.safeParse(value);
    return toFormState<unknown>(read.success ? await answer(read.data) : NO_SUCH);
  },
];

const answers = new Map<string, Answering>([
  answering(searchQuestion, text, async (q) => ({ ok: true, value: await searchEverything(q) })),
  answering(lookupQuestion, text, async (pasted) => ({
    ok: true,
    value: await findMatches(pasted.slice(0, MAX_PASTED_LENGTH)),
  })),
  answering(
    deniedQuestion,
    z.object({ token: reference.regex(/^tok_\w+$/), since: z.iso.datetime() }),
    findDenied,
  ),
  answering(candidatesQuestion, z.object({ group: reference, text }), findCandidates),
  answering(otherGroupsQuestion, z.object({ group: reference, text }), findOtherGroups),
  // The queries read these themselves, so that what is wrong is said in their words.
  answering(memberPreviewQuestion, z.any(), (value) => ask(previewMembers, value)),
  answering(whyQuestion, z.any(), (value) => ask(whyAccess, value)),
  answering(scopePreviewQuestion, z.any(), (value) => ask(previewScopeUpdate, value)),
  answering(scopesPreviewQuestion, z.any(), (value) => ask(previewScopes, value)),
  answering(groupPolicyQuestion, z.any(), ({ group = '', ...draft }) =>
    ask(previewPolicy, { group, ...draft }),
  ),
  answering(organisationPolicyQuestion, z.any(), (value) => ask(previewOrganisationPolicy, value)),
  answering(dueQuestion, z.any(), async (value) => {
    const found = await ask(getRetention, value);
    return found.ok
      ? { ok: true, value: { ...found.value.due, notices: found.value.notices.due } }
      : found;
  }),
  answering(matchingQuestion, z.any(), (value) => ask(previewMatching, value)),
  answering(deletionQuestion, z.any(), (value) => askIfAllowed(findDeletion, value)),
  answering(histogramQuestion, z.any(), (value) => askIfAllowed(countHistory, value)),
  answering(facetsQuestion, z.any(), async (value) => {
    const answer = await askIfAllowed(countFacets, value);
    return answer.ok ? { ...answer, value: withActionWords(answer.value) } : answer;
  }),
  answering(completionsQuestion, z.any(), (value) => askIfAllowed(listCompletions, value)),
  answering(viewsQuestion, z.literal('all'), findViews),
  answering(madeQuestion, z.any(), (value) => ask(listMade, value)),
  answering(receiptsQuestion, z.any(), async (value) => {
    const found = await ask(getReceipts, value);
    return found.ok ? { ok: true, value: found.value.verifiers } : found;
  }),
  answering(firstUseQuestion, z.any(), async (value) => {
    const found = await ask(getToken, value);
    if (!found.ok) return found;
    const { firstUsedAt, lastIp: ip } = found.value;
    return { ok: true, value: { firstUsedAt, ip } };
  }),
  answering(groupChoiceQuestion, reference, async (group) => {
    const value = await loadGroupChoice(group);
    return isRefusal(value) ? value : { ok: true, value };
  }),
  answering(attentionQuestion, z.any(), async (value) => {
    const found = await ask(listAttention, value);
    if (!found.ok) return found;
    const actor = await requireActor();
    const { total, items } = found.value;
    return { ok: true, value: { total, rows: items.map((token) => toTokenRow(actor, token)) } };
  }),
  answering(limitsQuestion, z.object({ token: reference, group: reference }), findLimits),
  answering(offersQuestion, z.any(), async (value) => {
    const found = await ask(listOffers, value);
    return found.ok ? { ok: true, value: found.value.items } : found;
  }),
  answering(operationsQuestion, text, async (q) => {
    const found = await ask(findOperations, { q: q.trim() || undefined });
    return found.ok ? { ok: true, value: found.value.items } : found;
  }),
  answering(chainQuestion, z.literal('whole'), async () => {
    const startedMs = performance.now();
    const checked = await ask(checkChain, {});
    if (!checked.ok) return checked;
    const { report } = checked.value;
    return { ok: true, value: { report, tookMs: performance.now() - startedMs } };
  }),
]);

/** What a page is answered; a question that isn't ours is refused. */
export async function answerTo(question: string, value: unknown): Promise<ActionOutcome<unknown>> {
  return answers.get(question)?.(value) ?? toFormState<unknown>(NO_SUCH);
}

async function findCandidates(wanted: {
  group: string;
  text: string;
}): Promise<Result<Candidate[]>> {
  const found = await ask(listIdentities, { q: wanted.text || undefined, limit: CANDIDATES });
  if (!found.ok) return found;
  const value = found.value.items.map(({ id, name, email, slug, type, groups }) => ({
    id,
    name,
    handle: email ?? slug ?? '',
    type,
    isMember: groups.some((group) => group.id === wanted.group),
  }));
  return { ok: true, value };
}

async function findOtherGroups(wanted: {
  group: string;
  text: string;
}): Promise<Result<OtherGroup[]>> {
  const found = await ask(chooseGroups, { q: wanted.text || undefined, limit: CANDIDATES });
  if (!found.ok) return found;
  const others = found.value.items.filter(({ id }) => id !== wanted.group);
  const value = others.map(({ id, name, memberCount }) => ({ id, name, memberCount }));
  return { ok: true, value };
}

async function findViews(): Promise<Result<Views>> {
  const [saved, groups] = await Promise.all([
    askIfAllowed(listViews, { limit: MAX_LISTED }),
    askIfAllowed(listGroups, { limit: MAX_LISTED }),
  ]);
  if (!saved.ok) return saved;
  const privileged = groups.ok ? groups.value.items.filter((group) => group.controlsKeyward) : [];
  return {
    ok: true,
    value: { privileged: privileged.map(({ id }) => id), saved: saved.value.items },
  };
}

/** What a token's limits are chosen from. What it called is a help: without the right to see it, it is left out. */
async function findLimits(value: { token: string; group: string }): Promise<Result<LimitsChoice>> {
  const [access, uses] = await Promise.all([
    ask(previewAccess, { group: value.group }),
    askIfAllowed(listTokenUses, { token: value.token }),
  ]);
  if (!access.ok) return access;
  const { maxTtlSeconds, allowedCidrs } = access.value.group.effective;
  return {
    ok: true,
    value: {
      scopes: access.value.scopes,
      policy: { maxTtlSeconds, allowedCidrs },
      uses: uses.ok ? uses.value : null,
    },
  };
}
