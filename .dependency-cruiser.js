/** @type {import('dependency-cruiser').IConfiguration} */
export default {
	forbidden: [
		{
			name: 'leaves import nothing of ours',
			severity: 'error',
			from: { path: '^(warehouse|records|models)/' },
			to: { path: '^(pipeline|dashboard|actions|demo|warehouse|records|models)/', pathNot: '^$1/' },
		},
		{
			name: 'actions import leaves alone',
			severity: 'error',
			from: { path: '^actions/' },
			to: { path: '^(pipeline|dashboard|demo)/' },
		},
		{
			name: 'roots never import each other',
			severity: 'error',
			from: { path: '^(pipeline|dashboard)/' },
			to: { path: '^(pipeline|dashboard)/', pathNot: '^$1/', dependencyTypesNot: ['type-only'] },
		},
		{
			name: 'nobody imports demo, bench or tests',
			severity: 'error',
			from: { pathNot: '^(demo|bench|tests)/' },
			to: { path: '^(demo|bench|tests)/' },
		},
		{
			name: 'pages reach the stores through lib/server alone',
			severity: 'error',
			from: { path: '^dashboard/src/', pathNot: '^dashboard/src/(lib/server/|hooks\\.server\\.ts$)' },
			// The closed lists of values that a record may have are data, and forms offer them.
			to: {
				path: '^(actions|warehouse|records)/',
				pathNot: '^records/schema/',
				dependencyTypesNot: ['type-only'],
			},
		},
		{
			name: 'no circles',
			severity: 'error',
			from: {},
			to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
		},
		{
			name: 'everything resolves',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true, pathNot: '^(\\$app/|\\./\\$types|\\$env/)' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: 'dashboard/src/lib/paraglide|dashboard/\\.svelte-kit' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
		},
	},
};
