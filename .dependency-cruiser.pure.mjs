// Second pass, on what is left after types are removed: whatever a component imports as a value must be
// pure, all the way down. Pure means: it reaches no database, no Node built-in and no server package.
const SERVER_PACKAGES =
  '(^|/)node_modules/(pg|drizzle-orm|@node-rs/argon2|fastify|pino|zod|esbuild)/|(^|/)node_modules/next-auth/(?!react/)';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'components-reach-only-pure-files',
      comment:
        'Import the type alone, or move the value to a file that needs neither database nor Node.',
      severity: 'error',
      from: { path: '^components/', pathNot: '\\.test\\.tsx?$' },
      to: {
        reachable: true,
        path: [
          '^db/',
          SERVER_PACKAGES,
          '^(node:)?(assert|buffer|child_process|crypto|dns|events|fs|http|https|module|net|os|path|process|stream|timers|tls|url|util|v8|vm|worker_threads|zlib)(/|$)',
        ],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|dist)/|\\.css$' },
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
