import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { paraglideOptions } from './paraglide.config.ts';
import config from './svelte.config.js';

export default defineConfig({
	root: 'dashboard',
	plugins: [paraglideVitePlugin(paraglideOptions), sveltekit(config)],
	environments: {
		// Our Node code stays outside the bundle, so a module still finds the SQL file beside it.
		ssr: { build: { rolldownOptions: { external: [/^#(pipeline|actions|warehouse|records|models)\//] } } },
	},
	build: {
		rolldownOptions: {
			onLog(level, log, next) {
				// A message that does not exist would only fail when its page is opened.
				if (log.code === 'IMPORT_IS_UNDEFINED') throw new Error(log.message);
				next(level, log);
			},
		},
	},
});
