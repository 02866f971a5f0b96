/** Imports go downward, through a module's index.ts, without cycles. The tiers are those of ARCHITECTURE.md. */
const tiers = [
  ['teams', 'privacy'],
  ['events'],
  ['profiles'],
  ['segments', 'predictions'],
  ['messages', 'promotions', 'loyalty', 'sales', 'service', 'feedback', 'community', 'integrations'],
  ['journeys', 'experiments', 'analytics', 'campaigns'],
  ['monitoring', 'risk', 'planning'],
]

const modules = (names) => `^server/src/modules/(${names.join('|')})/`
const test = '\\.test\\.tsx?$|/testing/|^test/'

const tierRules = tiers.map((names, tier) => ({
  name: `tier-${tier}-imports-lower-tiers-only`,
  severity: 'error',
  from: { path: modules(names), pathNot: test },
  to: {
    path: modules(
      tiers
        .slice(tier + 1)
        .flat()
        .concat('nothing'),
    ),
  },
}))

const peerRules = tiers.flat().map((name) => ({
  name: `${name}-does-not-import-its-peers`,
  severity: 'error',
  from: { path: modules([name]), pathNot: test },
  to: {
    path: modules(
      tiers
        .find((names) => names.includes(name))
        .filter((peer) => peer !== name)
        .concat('nothing'),
    ),
  },
}))

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'contract-imports-the-schema-library-only',
      severity: 'error',
      from: { path: '^contract/src' },
      to: { pathNot: '^contract/src|node_modules/zod' },
    },
    {
      name: 'stats-knows-nothing-of-the-product',
      severity: 'error',
      from: { path: '^stats/src', pathNot: test },
      to: { path: '^(contract|server|web)/' },
    },
    {
      name: 'kernel-does-no-io',
      severity: 'error',
      from: { path: '^server/src/kernel', pathNot: test },
      to: { pathNot: '^server/src/kernel|^(node:)?crypto$|^(node:)?buffer$' },
    },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      from: { path: '^server/src/platform', pathNot: test },
      to: { path: '^server/src/(modules|flows|app)/' },
    },
    {
      name: 'modules-know-no-flow',
      severity: 'error',
      from: { path: '^server/src/modules', pathNot: test },
      to: { path: '^server/src/(flows|app)/' },
    },
    {
      name: 'flows-know-no-app',
      severity: 'error',
      from: { path: '^server/src/flows', pathNot: test },
      to: { path: '^server/src/app/' },
    },
    {
      name: 'a-module-is-entered-by-its-index',
      severity: 'error',
      from: { path: '^server/src/modules/([^/]+)/', pathNot: test },
      to: {
        path: '^server/src/modules/[^/]+/.+',
        pathNot: '^server/src/modules/$1/|^server/src/modules/[^/]+/index\\.ts$',
      },
    },
    {
      name: 'flows-and-app-enter-modules-by-their-index',
      severity: 'error',
      from: { path: '^server/src/(flows|app)/', pathNot: test },
      to: { path: '^server/src/modules/[^/]+/.+', pathNot: '^server/src/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'the-console-speaks-to-the-server-over-the-wire',
      severity: 'error',
      from: { path: '^web/src', pathNot: test },
      to: { path: '^server/' },
    },
    {
      name: 'features-of-the-console-do-not-import-each-other',
      severity: 'error',
      from: { path: '^web/src/features/([^/]+)/', pathNot: test },
      to: { path: '^web/src/features/', pathNot: '^web/src/features/($1/|settings/settings-frame)' },
    },
    ...tierRules,
    ...peerRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
