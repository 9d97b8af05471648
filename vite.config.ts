import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import config from './svelte.config.js';

export default defineConfig({
	root: 'dashboard',
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './dashboard/src/lib/paraglide',
			strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
			emitTsDeclarations: true,
		}),
		sveltekit(config),
	],
	environments: {
		// Our Node code stays outside the bundle, so a module still finds the SQL file beside it.
		ssr: { build: { rolldownOptions: { external: [/^#(pipeline|actions|warehouse|records|models)\//] } } },
	},
	build: {
		rolldownOptions: {
			onwarn(warning, warn) {
				// A message that does not exist would only fail when its page is opened.
				if (warning.code === 'IMPORT_IS_UNDEFINED') throw new Error(warning.message);
				warn(warning);
			},
		},
	},
});
