import type { RunError, RunStep } from '#records/runs.ts';
import { BUILD_STEPS } from './planned-steps.ts';
import type { StepName } from './run-report.ts';

/** What the supervisor is doing before the dashboard is up. */
export interface Preparation {
	/** Why there is nothing to show yet: a new folder, a new version of Kundig, or data without figures (after a restore). */
	readonly reason: 'first' | 'upgrade' | 'again';
	/** A backup before an upgrade, 0 to 1 or null while it is not known how far; null where nothing is upgraded. */
	readonly upgrade: { readonly share: number | null } | null;
	readonly app: { readonly status: 'waiting' | 'running' | 'ok' | 'failed'; readonly error: string | null };
	/** null where no demo company is made; `share` is 0 to 1, or null while it is not known. */
	readonly demo: { readonly share: number | null } | null;
	readonly steps: readonly RunStep[];
	readonly error: RunError | null;
}

const WORDS = {
	en: {
		title: 'Kundig is getting ready',
		lead: {
			first: 'The dashboard opens here by itself as soon as the first figures stand.',
			upgrade:
				'A new version of Kundig: the data are backed up and upgraded, and the figures are built anew. The dashboard opens here by itself when that is done.',
			again:
				'The data are here, restored or from before; the figures are built anew from them. The dashboard opens here by itself when that is done.',
		},
		upgrade: 'Back up and upgrade the data',
		app: 'Build the app',
		demo: 'Make the demo company',
		load: 'Load',
		map: 'Map sources to customers and orders',
		transform: 'Build the tables',
		score: 'Score the customers',
		check: 'Check the figures',
		publish: 'Publish the snapshot',
		failed: { first: 'The first run failed', upgrade: 'The run failed', again: 'The run failed' },
		again: 'Run again',
		noscript: 'Reload this page to see how far it is.',
	},
	de: {
		title: 'Kundig macht sich bereit',
		lead: {
			first: 'Die Auswertung öffnet sich hier von selbst, sobald die ersten Zahlen stehen.',
			upgrade:
				'Eine neue Version von Kundig: Die Daten werden gesichert und auf ihren Stand gebracht, die Zahlen neu aufgebaut. Die Auswertung öffnet sich danach hier von selbst.',
			again:
				'Die Daten sind da, wiederhergestellt oder von vorher; die Zahlen werden neu daraus aufgebaut. Die Auswertung öffnet sich danach hier von selbst.',
		},
		upgrade: 'Daten sichern und auf den neuen Stand bringen',
		app: 'App bauen',
		demo: 'Beispielfirma anlegen',
		load: 'Laden:',
		map: 'Quellen auf Kunden und Bestellungen abbilden',
		transform: 'Tabellen aufbauen',
		score: 'Kunden bewerten',
		check: 'Zahlen prüfen',
		publish: 'Stand veröffentlichen',
		failed: {
			first: 'Der erste Lauf ist fehlgeschlagen',
			upgrade: 'Der Lauf ist fehlgeschlagen',
			again: 'Der Lauf ist fehlgeschlagen',
		},
		again: 'Noch einmal starten',
		noscript: 'Diese Seite neu laden, um den Fortschritt zu sehen.',
	},
} as const;

type Words = (typeof WORDS)[keyof typeof WORDS];

/** The language of a reader by their browser's list; English unless German comes first. */
export function pageLanguage(acceptLanguage: string | undefined): keyof typeof WORDS {
	return /^\s*de\b/i.test(acceptLanguage ?? '') ? 'de' : 'en';
}

function escapeHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function row(name: string, status: string, share: number | null): string {
	const value = status === 'ok' || status === 'skipped' ? 1 : share;
	const bar =
		status === 'waiting'
			? '<progress value="0" max="1"></progress>'
			: value === null
				? '<progress></progress>'
				: `<progress value="${value}" max="1"></progress>`;
	return `<li data-status="${status}"><span>${escapeHtml(name)}</span>${bar}</li>`;
}

function stepName({ name, source }: RunStep, words: Words): string {
	if (name === 'load') return `${words.load} ${source ?? ''}`;
	return isStepName(name) ? words[name] : name;
}

function isStepName(name: string): name is StepName {
	return (BUILD_STEPS as readonly string[]).includes(name);
}

/** The part of the page that changes: bars, or what went wrong. */
export function progressList(state: Preparation, language: keyof typeof WORDS): string {
	const words = WORDS[language];
	const rows = [
		...(state.upgrade === null ? [] : [row(words.upgrade, 'running', state.upgrade.share)]),
		...(state.app.status === 'ok' && state.steps.length > 0 ? [] : [row(words.app, state.app.status, null)]),
		...(state.demo === null ? [] : [row(words.demo, state.demo.share === 1 ? 'ok' : 'running', state.demo.share)]),
		...state.steps.map((step) =>
			row(stepName(step, words), step.status, step.total === null || step.total === 0 ? null : step.done / step.total),
		),
	];
	const problem = state.error ?? (state.app.error === null ? null : { message: state.app.error, hint: '' });
	const failure =
		problem === null
			? ''
			: `<section role="alert"><h2>${words.failed[state.reason]}</h2><p>${escapeHtml(problem.message)}</p><p>${escapeHtml(problem.hint)}</p><form method="post"><button>${words.again}</button></form></section>`;
	return `${failure}<ol>${rows.join('')}</ol>`;
}

/** The whole page: it asks for its list anew until the dashboard answers instead. */
export function progressPage(state: Preparation, language: keyof typeof WORDS, nonce: string): string {
	const words = WORDS[language];
	return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; --ink: light-dark(#1f2530, #eeece8); --soft: light-dark(#5b6270, #a9aeb8); --paper: light-dark(#fbfaf7, #11151b); --line: light-dark(#e3e1db, #333a45); --accent: light-dark(#0b6e6e, #55c7c0); --bad: light-dark(#b3261e, #f28b82); }
body { margin: 0; background: var(--paper); color: var(--ink); font: 14px/1.5 system-ui, sans-serif; }
main { max-width: 36rem; margin: 12vh auto 0; padding: 0 16px; }
h1 { font-size: 20px; font-weight: 620; margin: 0 0 4px; } h2 { font-size: 16px; margin: 0; color: var(--bad); }
p { margin: 0 0 12px; color: var(--soft); max-width: 74ch; overflow-wrap: anywhere; }
ol { list-style: none; margin: 24px 0; padding: 0; border-top: 1px solid var(--line); }
li { display: flex; justify-content: space-between; align-items: center; gap: 16px; padding: 8px 0; border-bottom: 1px solid var(--line); }
li[data-status=waiting] { color: var(--soft); } li[data-status=failed] { color: var(--bad); }
progress { width: 40%; height: 6px; accent-color: var(--accent); }
button { font: inherit; padding: 6px 12px; border: 1px solid var(--line); border-radius: 4px; background: none; color: inherit; }
</style>
</head>
<body>
<main>
<h1>${words.title}</h1><p>${words.lead[state.reason]}</p>
<div id="progress" aria-live="polite">${progressList(state, language)}</div>
<noscript><p>${words.noscript}</p></noscript>
</main>
<script nonce="${nonce}">
const list = document.getElementById('progress');
async function follow() {
	try {
		const answer = await fetch(location.href, { headers: { accept: 'application/x-kundig-progress' } });
		if (answer.status !== 503) { location.reload(); return; }
		const text = await answer.text();
		if (text !== list.innerHTML) list.innerHTML = text;
	} catch {}
	setTimeout(follow, 700);
}
setTimeout(follow, 700);
</script>
</body>
</html>`;
}
