#!/usr/bin/env node
// Plain JavaScript that an old Node can parse: it says in one line why the TypeScript behind it would not start.
const major = Number(process.versions.node.split('.')[0]);
if (major < 26) {
	process.stderr.write(
		`kundig needs Node 26, which \`npm ci\` brings; this is Node ${process.versions.node}. Run it with \`npm start\` or \`npm run -s kundig -- …\`; if that says this too, run \`npm rebuild node\` (or \`npm ci\` without --ignore-scripts).\n`,
	);
	process.exitCode = 1;
} else {
	const { main } = await import('./main.ts');
	process.exitCode = await main(process.argv.slice(2));
}
