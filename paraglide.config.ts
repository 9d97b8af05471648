import type { CompilerOptions } from '@inlang/paraglide-js';

/** How messages become code, for the build and for the checkers alike. Paths are relative to the project. */
export const paraglideOptions: CompilerOptions = {
	project: './project.inlang',
	outdir: './dashboard/src/lib/paraglide',
	strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
	emitTsDeclarations: true,
};
