import { afterEach, expect, it, vi } from 'vitest';
import { displayTasks, progressBar } from '#pipeline/terminal.ts';

afterEach(() => vi.restoreAllMocks());

it('draws a bar with its share and amounts', () => {
	expect(progressBar(3_100_000, 6_200_000, 'bytes')).toBe(`${'█'.repeat(12)}${'░'.repeat(12)} 50 %  3.1 MB of 6.2 MB`);
	expect(progressBar(1_500, 2_000, 'customers')).toBe(
		`${'█'.repeat(18)}${'░'.repeat(6)} 75 %  1,500 of 2,000 customers`,
	);
});

it('never goes past full, and is full when there is nothing to do', () => {
	expect(progressBar(7, 5, 'rows')).toContain(`${'█'.repeat(24)} 100 %`);
	expect(progressBar(0, 0, null)).toContain(`${'█'.repeat(24)} 100 %`);
});

it('ticks off what has ended, and shows what never ran as left out, on stderr alone', async () => {
	let text = '';
	const keep = (chunk: unknown): boolean => Boolean((text += String(chunk)));
	vi.spyOn(process.stderr, 'write').mockImplementation(keep);
	const onStdout = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
	const planned = ['load', 'map', 'publish'].map((title, key) => ({ key: String(key), title }));
	const display = displayTasks(planned, { concurrent: false });
	display.update('0', { status: 'ok', done: 1, total: 1, unit: null });
	display.update('1', { status: 'failed', done: 0, total: null, unit: null });
	await display.finish();
	expect(text).toContain('✔ load');
	expect(text).toContain('✖ map');
	expect(text).toContain('↓ publish');
	expect(text).not.toContain('✔ publish');
	expect(onStdout).not.toHaveBeenCalled();
});
