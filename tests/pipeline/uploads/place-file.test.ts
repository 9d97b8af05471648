import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { uploadFolder, uploadPath } from '#records/upload-files.ts';
import type { Upload } from '#records/uploads.ts';
import { placedName, placeFile, takeBack, uploadOfPlaced } from '#pipeline/uploads/place-file.ts';

function uploaded(dataDir: string, id: string, receivedAt: string, content: string): Upload {
	const upload = { uploadId: id, fileName: 'a b.csv.gz', receivedAt } as Upload;
	mkdirSync(uploadFolder(dataDir, id), { recursive: true });
	writeFileSync(uploadPath(dataDir, upload), content);
	return upload;
}

function dataFolder(): { dataDir: string; folder: string } {
	const dataDir = mkdtempSync(join(tmpdir(), 'kundig-place-'));
	onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
	return { dataDir, folder: join(dataDir, 'files', 'a') };
}

test('a file keeps its name and says when it came, so that no other is written over', () => {
	const { dataDir, folder } = dataFolder();
	const first = uploaded(dataDir, '1', '2026-01-02T03:04:05.678Z', 'one');
	const second = uploaded(dataDir, '2', '2026-01-02T03:04:05.679Z', 'two');
	expect(placedName(first)).toBe('a b.20260102T030405678.csv.gz');
	placeFile(dataDir, first, folder);
	placeFile(dataDir, second, folder);
	expect(
		readdirSync(folder)
			.map((name) => readFileSync(join(folder, name), 'utf8'))
			.sort(),
	).toEqual(['one', 'two']);
	expect(existsSync(uploadPath(dataDir, first))).toBe(false);
});

test('a copy leaves the upload where it is', () => {
	const { dataDir, folder } = dataFolder();
	const upload = uploaded(dataDir, '1', '2026-01-02T03:04:05.678Z', 'one');
	const placed = placeFile(dataDir, upload, folder, { isCopy: true });
	expect([placed, uploadPath(dataDir, upload)].map((path) => readFileSync(path, 'utf8'))).toEqual(['one', 'one']);
});

test('placing goes on after a kill at any point, and never reads the old file beside the new one', () => {
	const { dataDir, folder } = dataFolder();
	placeFile(dataDir, uploaded(dataDir, '0', '2026-01-01T00:00:00.000Z', 'older'), folder);
	placeFile(dataDir, uploaded(dataDir, '1', '2026-01-02T00:00:00.000Z', 'old'), folder, { isReplacing: true });
	const newer = uploaded(dataDir, '2', '2026-01-03T00:00:00.000Z', 'new');
	// Died after the move into the folder: under a name that no pattern takes.
	renameSync(uploadPath(dataDir, newer), join(folder, `.${placedName(newer)}`));
	placeFile(dataDir, newer, folder, { isReplacing: true });
	placeFile(dataDir, newer, folder, { isReplacing: true });
	expect(readdirSync(folder).sort()).toEqual([placedName(newer), 'earlier'].sort());
	const earlier = join(folder, 'earlier');
	// Of those before the last one is kept.
	expect(readdirSync(earlier).map((name) => readFileSync(join(earlier, name), 'utf8'))).toEqual(['old']);
});

test('a file that became no source is back, and no empty folder stays', () => {
	const { dataDir, folder } = dataFolder();
	const upload = uploaded(dataDir, '1', '2026-01-02T03:04:05.678Z', 'one');
	placeFile(dataDir, upload, folder);
	takeBack(dataDir, upload, folder);
	expect(readFileSync(uploadPath(dataDir, upload), 'utf8')).toBe('one');
	expect(existsSync(folder)).toBe(false);
});

test('the name of a placed file says what it was called and when it came', () => {
	const upload = { fileName: 'a.b.csv.gz', receivedAt: '2026-01-02T03:04:05.678Z' };
	expect(uploadOfPlaced(placedName(upload))).toEqual(upload);
	for (const name of ['a.csv', 'a.20260102T030405678', '.20260102T030405678.csv', 'a.20260102T03040567.csv']) {
		expect(uploadOfPlaced(name), name).toBeNull();
	}
});
