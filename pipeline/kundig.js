#!/usr/bin/env node
// Plain JavaScript that an old Node can parse: it says in one line why the TypeScript behind it would not start.
const major = Number(process.versions.node.split('.')[0]);
if (major < 26) {
	process.stderr.write(
		`kundig needs Node 26, which \`npm ci\` brings; this is Node ${process.versions.node}. Run it with \`npm start\` or \`npm run -s kundig -- …\`; if that says this too, run \`npm rebuild node\` (or \`npm ci\` without --ignore-scripts).\n`,
	);
	process.exitCode = 1;
} else {
	// Compiled modules are kept for this process and its children: starting takes 0.3 s instead of 0.5. They lie beside the
	// code, in nobody else's reach, as the system's temporary folder would not.
	process.env.NODE_COMPILE_CACHE ??= new URL('../node_modules/.cache/compiled', import.meta.url).pathname;
	const { enableCompileCache } = await import('node:module');
	enableCompileCache(process.env.NODE_COMPILE_CACHE);
	const { main } = await import('./main.ts');
	process.exitCode = await main(process.argv.slice(2));
}
