import { expect, test } from 'vitest';
import { residentBytes } from '#warehouse/console/resident-bytes.ts';

test('gives the memory of a running process, about as the process itself sees it', async () => {
	const ballast = Buffer.alloc(100_000_000, 1);
	const bytes = await residentBytes(process.pid);
	expect(ballast.length).toBe(100_000_000);
	expect(bytes).toBeGreaterThan(100_000_000);
	expect(bytes / process.memoryUsage.rss()).toBeCloseTo(1, 0); // one pages in while the other reads
});

test('gives 0 for a process that has ended', async () => {
	expect(await residentBytes(2 ** 22 + 1)).toBe(0); // above the largest process id of Linux and macOS
});
