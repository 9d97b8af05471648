import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const databaseFiles = {
	selector:
		'CallExpression[callee.object.name=/^(fs|fsp)$/] Literal[value=/\\.(duckdb|db|sqlite)$/], CallExpression[callee.name=/^(readFile|readFileSync|copyFile|copyFileSync|createReadStream|open|openSync|writeFile|writeFileSync)$/] Literal[value=/\\.(duckdb|db|sqlite)$/]',
	message: 'a database file is opened by its owner module alone: reading it here drops the lock of the whole process',
};
const instances = {
	selector: "MemberExpression[object.name='DuckDBInstance']",
	message: 'only warehouse/database.ts creates DuckDB instances: a second one on a file loses committed rows',
};

export default ts.config(
	{
		ignores: [
			'build/',
			'data/',
			'examples/data/',
			'node_modules/',
			'dashboard/.svelte-kit/',
			'dashboard/node_modules/',
			'dashboard/src/lib/paraglide/',
			'test-results/',
			'playwright-report/',
		],
	},
	js.configs.recommended,
	...ts.configs.strictTypeChecked,
	...ts.configs.stylisticTypeChecked,
	...svelte.configs.recommended,
	{
		languageOptions: {
			globals: { ...globals.node },
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
		},
		rules: {
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
			'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			'no-console': 'error',
			'no-restricted-syntax': ['error', databaseFiles, instances],
			eqeqeq: 'error',
		},
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			globals: { ...globals.browser },
			parserOptions: { parser: ts.parser, svelteConfig },
		},
		// The app is served at the root, and most links are a page's own address with another filter.
		rules: { 'svelte/no-navigation-without-resolve': 'off' },
	},
	{
		// The doors of the stores, and tests that damage database files on purpose.
		files: ['warehouse/database.ts', 'records/database.ts', 'records/lease.ts', 'tests/**', 'bench/**'],
		rules: { 'no-restricted-syntax': 'off' },
	},
	{
		files: ['models/**'],
		rules: {
			'no-restricted-properties': [
				'error',
				{ object: 'Math', property: 'random', message: 'take a seeded generator as an argument' },
				{ object: 'Date', property: 'now', message: 'take the time as an argument' },
			],
		},
	},
	{
		files: ['pipeline/terminal.ts', 'bench/**', 'tests/support/**', 'pipeline/kundig.js'],
		rules: { 'no-console': 'off' },
	},
	{ files: ['**/*.js'], ...ts.configs.disableTypeChecked },
);
