import { type EventAction, OPERATION_NAMES } from '@/domain/base/operation-names';

const SHAPE = /^(\*|[a-z*]+\.[a-zA-Z*]+)$/;
const BESIDE_OPERATIONS: EventAction = 'apis.syncBuiltIns';
const ACTIONS = [...OPERATION_NAMES, BESIDE_OPERATIONS];

/** An asterisk stands for letters of one part; alone it stands for every action. */
const patternOf = (topic: string) =>
  topic === '*' ? /^/ : new RegExp(`^${topic.replace('.', '\\.').replaceAll('*', '[a-zA-Z]*')}$`);

/** Whether one of these topics, such as `tokens.*`, `*.delete` or `groups.freeze`, stands for the action. */
export const matchesTopics = (topics: readonly string[], action: string): boolean =>
  topics.some((topic) => patternOf(topic).test(action));

/** What is wrong with a topic, in words for who wrote it; null where nothing is. */
export function topicProblem(topic: string): string | null {
  if (!SHAPE.test(topic))
    return 'Write an action such as tokens.revoke, or a pattern: tokens.*, *.';
  return ACTIONS.some((action) => matchesTopics([topic], action))
    ? null
    : `“${topic}” matches no action that Keyward records.`;
}
