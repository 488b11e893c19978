const of = (file, test) => (name, find, replace) => ({ file, name, find, replace, tests: [test] });
const found = of('domain/anomalies/find-anomalies.ts', 'domain/anomalies/watch-decisions.test.ts');
const seen = of('domain/anomalies/list-anomalies.ts', 'domain/anomalies/dismiss-anomaly.test.ts');

export const ANOMALIES = [
  found(
    'a token from a new network is told nobody',
    'where earlier.since <= fresh.first_at',
    'where false and earlier.since <= fresh.first_at',
  ),
  found(
    'a token that is denied far more often is told nobody',
    "where dimension in ('token', 'group')",
    "where dimension in ('group')",
  ),
  found(
    'the use of a token that was stopped is told nobody',
    'and code = any(',
    'and code <> all(',
  ),
  found(
    'a token from many networks at once is told nobody',
    'having count(*) >= ',
    'having count(*) > ',
  ),
  seen(
    'a lead sees the anomalies of every group',
    'everywhere ? undefined : inArray(anomalies.groupId',
    'true || everywhere ? undefined : inArray(anomalies.groupId',
  ),
];
