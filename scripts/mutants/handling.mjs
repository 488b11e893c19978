/** Handling taken out that these payloads under `app/scim/fixtures` need: each of them must fail. */
export const handling = (file, name, find, replace, fails) => ({
  file: file.includes('/') ? `${file}.ts` : `domain/scim/${file}.ts`,
  name,
  find,
  replace,
  tests: ['app/scim/payloads.test.ts'],
  fails,
});
