// The one barrel: drizzle and drizzle-kit need every table in a single module.
export * from './apis';
export * from './destinations';
export * from './factors';
export * from './groups';
export * from './history';
export * from './identities';
export * from './journal';
export * from './leaks';
export * from './mail';
export * from './notices';
export * from './operating';
export * from './organisation';
export * from './scim';
export * from './sso';
export * from './tokens';
export * from './webhooks';
export * from './workloads';
