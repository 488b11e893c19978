/** Words for what an action's first part is called otherwise. */
const THINGS: Readonly<Record<string, string>> = {
  access: 'access questions',
  apis: 'APIs',
  audit: 'audit log',
  configuration: 'configuration',
  mail: 'mail',
  organisation: 'organisation',
  setup: 'setup',
  trustRules: 'trust rules',
};

/** What can be asked of many kinds of things, and is worth a pattern of its own. */
const VERBS = ['create', 'update', 'delete', 'revoke', 'rotate', 'suspend'];

const spaced = (text: string) => text.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const thingOf = (part: string) => THINGS[part] ?? spaced(part);

/** A topic in words: “Every change”, “Tokens: everything”, “Everywhere: delete”, “Tokens: revoke”. */
export function topicWords(topic: string): string {
  if (topic === '*') return 'Every change';
  const [thing = '', verb = ''] = topic.split('.');
  if (thing === '*') return `Everywhere: ${spaced(verb)}`;
  if (thing.includes('*') || (verb.includes('*') && verb !== '*')) return topic;
  return `${capital(thingOf(thing))}: ${verb === '*' ? 'everything' : spaced(verb)}`;
}

/** Topics in a line: the first few in words, and how many more. */
export function topicsLine(topics: readonly string[], shown = 2): string {
  if (topics.includes('*')) return topicWords('*');
  const words = topics.slice(0, shown).map(topicWords).join(', ');
  const left = topics.length - shown;
  return left > 0 ? `${words} and ${left} more` : words;
}

/** What can be chosen: all of a thing, a verb everywhere, then each action; and what is kept already. */
export function topicOptions(
  actions: readonly string[],
  kept: readonly string[],
): { value: string; label: string; hint: string }[] {
  const sorted = [...actions].sort();
  const things = [...new Set(sorted.map((action) => `${action.split('.')[0]}.*`))];
  const topics = [...things, ...VERBS.map((verb) => `*.${verb}`), ...sorted];
  const own = kept.filter((topic) => !topics.includes(topic));
  return [...topics, ...own].map((value) => ({ value, label: topicWords(value), hint: value }));
}
