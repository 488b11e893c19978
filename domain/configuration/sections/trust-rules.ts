import { asc } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { trustRules } from '@/db/schema/workloads';
import { slug, soughtText } from '@/domain/base/input';
import { invalid } from '@/domain/base/refusal';
import { createTrustRule } from '@/domain/workloads/create-trust-rule';
import { deleteTrustRule } from '@/domain/workloads/delete-trust-rule';
import { ruleFields } from '@/domain/workloads/rule-input';
import {
  selectTrustRules,
  type TrustRuleView,
  toTrustRuleView,
} from '@/domain/workloads/rule-view';
import { updateTrustRule } from '@/domain/workloads/update-trust-rule';
import {
  type Change,
  differing,
  type Field,
  inOrder,
  listed,
  type Path,
  type Section,
  sorted,
} from '../change';
import { amountOf } from '../effect-words';
import { Refused } from '../refused';

const ruleSchema = z.strictObject({
  name: ruleFields.name.optional(),
  preset: ruleFields.preset.unwrap().optional(),
  issuer: ruleFields.issuer.optional(),
  audience: ruleFields.audience.optional(),
  /** All of them. */
  claims: ruleFields.claims.optional(),
  serviceAccount: slug().optional(),
  group: slug().optional(),
  /** Qualified names as a group has them, or `all` of the group's. */
  scopes: z
    .union([z.literal('all'), z.array(soughtText(300).min(1)).min(1).max(200)], {
      error: 'Write “all”, or a list of scopes such as “billing/invoices:read”.',
    })
    .optional(),
  ttlSeconds: ruleFields.ttlSeconds.unwrap().optional(),
});
export const trustRulesSchema = z.record(slug(), ruleSchema);
type Wanted = z.output<typeof trustRulesSchema>;
type Said = Wanted[string];

export const readRules = async (db: Queryable) =>
  new Map(
    (await selectTrustRules(db).orderBy(asc(trustRules.slug))).map((row) => {
      const view = toTrustRuleView(row);
      return [view.slug, view] as const;
    }),
  );

export const trustRulesSection: Section<Wanted> = {
  listedBy: ['trustRules.list'],

  async read(db) {
    const rules = [...(await readRules(db))];
    return sorted(
      rules.map(([name, view]) => [
        name,
        {
          ...{ name: view.name, preset: view.preset, issuer: view.issuer, audience: view.audience },
          claims: sorted(Object.entries(view.claims)),
          ...{ serviceAccount: view.identity.slug, group: view.group.slug },
          ...{ scopes: view.scopes?.toSorted(inOrder) ?? 'all', ttlSeconds: view.ttlSeconds },
        },
      ]),
    );
  },

  async diff({ db }, wanted) {
    const views = await readRules(db);
    const changes = Object.entries(wanted).flatMap(([name, said]) => {
      const view = views.get(name);
      return view ? changeRule(view, said) : [makeRule(name, said)];
    });
    for (const [name, view] of views) {
      if (!Object.hasOwn(wanted, name)) changes.push(removeRule(view, ['trustRules']));
    }
    return changes;
  },
};

export const removeRule = (view: TrustRuleView, path: Path): Change => ({
  ...{ at: 'removedTrustRules', verb: 'delete', kind: 'trust rule', name: view.slug, fields: [] },
  ...{ path, effect: outlive(view) },
  step: { command: deleteTrustRule, input: { rule: view.id } },
});

const pathOf = (rule: string): Path => ['trustRules', rule];

/** The commands say of whom it mints tokens by another name. */
const placeOf =
  (rule: string) =>
  ([field, ...rest]: Path): Path =>
    field === undefined
      ? pathOf(rule)
      : [...pathOf(rule), field === 'identity' ? 'serviceAccount' : field, ...rest];

function makeRule(rule: string, { serviceAccount, scopes, ...said }: Said): Change {
  const { claims = {}, ...plain } = { ...said, name: said.name ?? rule };
  return {
    ...{ at: 'trustRules', verb: 'create', kind: 'trust rule', name: rule, path: pathOf(rule) },
    fields: [
      ...differing({}, { ...plain, serviceAccount }),
      ...claimFields({}, claims),
      ...listed('scopes', [], scopeLines(scopes ?? 'all')),
    ],
    effect: `Workloads of ${said.issuer} with these claims can have tokens of ${serviceAccount}.`,
    placeOf: placeOf(rule),
    step: {
      command: createTrustRule,
      input: {
        slug: rule,
        ...said,
        name: plain.name,
        identity: serviceAccount,
        ...restriction(scopes),
      },
    },
  };
}

const restriction = (scopes: Said['scopes']) => (Array.isArray(scopes) ? { scopes } : {});
const scopeLines = (scopes: 'all' | readonly string[]) =>
  scopes === 'all' ? ['all'] : [...new Set(scopes)].sort(inOrder);

function changeRule(
  view: TrustRuleView,
  { serviceAccount, group, scopes, ...said }: Said,
): Change[] {
  const fixed = {
    serviceAccount: [serviceAccount, view.identity.slug],
    group: [group, view.group.slug],
  };
  for (const [field, [wanted, held]] of Object.entries(fixed)) {
    if (wanted === undefined || wanted === held) continue;
    const message = `This rule stays with “${held}”: give another rule its own name, and remove this one.`;
    throw new Refused(invalid(field, message), pathOf(view.slug));
  }
  const { claims, ...plain } = said;
  const changedPlain = differing({ ...view }, plain);
  const changedClaims = claims ? claimFields(view.claims, claims) : [];
  const changedScopes = scopes
    ? listed('scopes', scopeLines(view.scopes ?? 'all'), scopeLines(scopes))
    : [];
  const fields = [...changedPlain, ...changedClaims, ...changedScopes];
  if (fields.length === 0) return [];
  const named = new Set(changedPlain.map(({ name }) => name));
  const input = {
    rule: view.id,
    ...Object.fromEntries(Object.entries(plain).filter(([field]) => named.has(field))),
    ...(changedClaims.length > 0 && { claims }),
    ...(changedScopes.length > 0 && { scopes: scopes === 'all' ? null : scopes }),
  };
  return [
    {
      ...{ at: 'trustRules', verb: 'update', kind: 'trust rule', name: view.slug, fields },
      ...{ path: pathOf(view.slug), effect: outlive(view), placeOf: placeOf(view.slug) },
      step: { command: updateTrustRule, input },
    },
  ];
}

const outlive = ({ livingTokens }: TrustRuleView): string | undefined =>
  livingTokens === 0
    ? undefined
    : `It gave ${amountOf(livingTokens, 'living token')}: as before, till the end of their hour.`;

type Claims = TrustRuleView['claims'];

/** Of the kind they are: “true” in quotes is another claim than true. */
function claimFields(before: Claims, after: Claims): Field[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(inOrder);
  return names.flatMap((name) => {
    const [was, is] = [textOf(before, name), textOf(after, name)];
    return was === is ? [] : [{ name: `claims.${name}`, before: was, after: is }];
  });
}

const textOf = (claims: Claims, name: string) =>
  Object.hasOwn(claims, name) ? JSON.stringify(claims[name]) : null;
