// What OCSF 1.3.0 says of the classes that are sent, written down from its schema
// (https://github.com/ocsf/ocsf-schema, https://schema.ocsf.io/1.3.0): no npm package carries it, and
// nothing is fetched while tests run. An attribute that is not named here, the class doesn't have.

type ObjectName =
  | 'metadata'
  | 'product'
  | 'actor'
  | 'user'
  | 'group'
  | 'api'
  | 'service'
  | 'request'
  | 'network_endpoint'
  | 'http_request'
  | 'url'
  | 'managed_entity';

interface Shape {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** At least one of each list. */
  readonly atLeastOne?: readonly string[];
  readonly enums?: Readonly<Record<string, readonly (string | number)[]>>;
  /** Attributes that are objects, or lists of them. */
  readonly objects?: Readonly<Record<string, ObjectName>>;
}

const text = (words: string): string[] => words.split(/\s+/).filter(Boolean);

const STATUS_IDS = [0, 1, 2, 99];
const SEVERITY_IDS = [0, 1, 2, 3, 4, 5, 6, 99];

const OBJECTS: Readonly<Record<ObjectName, Shape>> = {
  metadata: {
    required: text('product version'),
    optional: text(
      `correlation_uid event_code extension extensions labels log_level log_name log_provider log_version
      logged_time loggers modified_time original_time processed_time profiles sequence tenant_uid uid`,
    ),
    objects: { product: 'product' },
  },
  product: {
    required: text('vendor_name'),
    optional: text('cpe_name feature lang name path uid url_string version'),
  },
  actor: {
    required: [],
    optional: text('app_name app_uid authorizations idp invoked_by process session user'),
    atLeastOne: text('process user invoked_by session app_name app_uid'),
    objects: { user: 'user' },
  },
  user: {
    required: [],
    optional: text(
      `account credential_uid domain email_addr full_name groups ldap_person name org risk_level
      risk_level_id risk_score type type_id uid uid_alt`,
    ),
    atLeastOne: text('account name uid'),
    enums: { type_id: [0, 1, 2, 3, 99] },
    objects: { groups: 'group' },
  },
  group: {
    required: [],
    optional: text('desc domain name privileges type uid'),
    atLeastOne: text('name uid'),
  },
  api: {
    required: text('operation'),
    optional: text('group request response service version'),
    objects: { service: 'service', request: 'request' },
  },
  service: {
    required: [],
    optional: text('labels name uid version'),
    atLeastOne: text('name uid'),
  },
  request: { required: text('uid'), optional: text('containers data flags') },
  network_endpoint: {
    required: [],
    optional: text(
      `agent_list autonomous_system domain hostname hw_info instance_uid interface_name interface_uid
      intermediate_ips ip location mac name os owner port proxy_endpoint subnet_uid svc_name type type_id
      uid vlan_uid vpc_uid zone`,
    ),
    atLeastOne: text('ip uid name hostname svc_name instance_uid interface_uid interface_name'),
  },
  http_request: {
    required: [],
    optional: text(
      'args http_headers http_method length referrer uid url user_agent version x_forwarded_for',
    ),
    enums: { http_method: text('CONNECT DELETE GET HEAD OPTIONS POST PUT TRACE') },
    objects: { url: 'url' },
  },
  url: {
    required: [],
    optional: text(
      `categories category_ids domain hostname path port query_string resource_type scheme subdomain
      url_string`,
    ),
    atLeastOne: text('url_string path'),
  },
  managed_entity: {
    required: [],
    optional: text('data device email group name org policy type type_id uid user version'),
    atLeastOne: text('name uid device email group org policy user'),
  },
};

const BASE = {
  required: text('activity_id category_uid class_uid metadata severity_id time type_uid'),
  optional: text(
    `activity_name category_name class_name count duration end_time enrichments message observables
    raw_data severity start_time status status_code status_detail status_id timezone_offset type_name
    unmapped`,
  ),
  enums: { severity_id: SEVERITY_IDS, status_id: STATUS_IDS },
  objects: { metadata: 'metadata' },
} as const;

/** What a profile adds, where `metadata.profiles` names it. */
const PROFILES: Readonly<Record<string, readonly string[]>> = {
  datetime: text('time_dt start_time_dt end_time_dt'),
  host: text('actor device'),
};

const CLASSES: Readonly<Record<number, Shape & { readonly category: number }>> = {
  0: { ...BASE, category: 0, enums: { ...BASE.enums, activity_id: [0, 99] } },
  3004: {
    ...{ ...BASE, category: 3, required: [...BASE.required, 'entity'] },
    optional: [...BASE.optional, ...text('comment entity_result http_request src_endpoint')],
    enums: { ...BASE.enums, activity_id: [0, 1, 2, 3, 4, 99] },
    objects: {
      ...{ ...BASE.objects, actor: 'actor', entity: 'managed_entity' },
      ...{ src_endpoint: 'network_endpoint', http_request: 'http_request' },
    },
  },
  6003: {
    ...{ ...BASE, category: 6, required: [...BASE.required, ...text('actor api src_endpoint')] },
    optional: [...BASE.optional, ...text('dst_endpoint http_request http_response resources')],
    enums: { ...BASE.enums, activity_id: [0, 1, 2, 3, 4, 99] },
    objects: {
      ...{ ...BASE.objects, actor: 'actor', api: 'api' },
      ...{ src_endpoint: 'network_endpoint', http_request: 'http_request' },
    },
  },
};

type Attributes = Readonly<Record<string, unknown>>;

/** What of an event is not as its class has it; empty where it is valid. */
export function problemsOf(event: Attributes): string[] {
  const known = CLASSES[event.class_uid as number];
  if (!known) return [`class_uid ${event.class_uid} is no class that is sent`];
  const metadata = event.metadata as { profiles?: readonly string[] };
  const added = (metadata.profiles ?? []).flatMap((name) => PROFILES[name] ?? [`profile ${name}?`]);
  const shape = { ...known, optional: [...known.optional, ...added] };
  const activity = event.activity_id as number;
  return [
    ...problemsWithin('', event, shape),
    ...(event.category_uid === known.category ? [] : [`category_uid is ${event.category_uid}`]),
    ...(event.type_uid === (event.class_uid as number) * 100 + activity
      ? []
      : [`type_uid is ${event.type_uid}`]),
    ...(Number.isSafeInteger(event.time) ? [] : [`time is ${event.time}`]),
  ];
}

function problemsWithin(path: string, value: Attributes, shape: Shape): string[] {
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  const allowed = [...shape.required, ...shape.optional];
  const { atLeastOne, enums = {}, objects = {} } = shape;
  return [
    ...shape.required.filter((name) => !names.includes(name)).map((name) => `${path}${name} lacks`),
    ...names.filter((name) => !allowed.includes(name)).map((name) => `${path}${name} is unknown`),
    ...names.filter((name) => value[name] === null).map((name) => `${path}${name} is null`),
    ...(atLeastOne && !atLeastOne.some((name) => names.includes(name))
      ? [`${path} has none of ${atLeastOne.join(', ')}`]
      : []),
    ...Object.entries(enums).flatMap(([name, values]) =>
      !names.includes(name) || values.includes(value[name] as never)
        ? []
        : [`${path}${name} is ${value[name]}`],
    ),
    ...Object.entries(objects).flatMap(([name, kind]) =>
      names.includes(name)
        ? [value[name]].flat().flatMap((one, at) => {
            const place = `${path}${name}${Array.isArray(value[name]) ? `[${at}]` : ''}.`;
            return problemsWithin(place, one as Attributes, OBJECTS[kind]);
          })
        : [],
    ),
  ];
}
