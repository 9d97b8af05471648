/** Imports contacts, every tenth of them bad, saying after each transaction how many rows it has gone through. */
import { writeSync } from 'node:fs';
import { openRecords } from '#records/database.ts';
import { applyImport } from '#records/import/apply-import.ts';
import { IMPORT_ENTITIES } from '#records/import/entities.ts';
import { readImportFile } from '#records/import/import-file.ts';
import { recogniseColumns } from '#records/import/mapping.ts';

const records = await openRecords(process.argv[2] ?? '');
const rows = Array.from({ length: 20_000 }, (_, index) =>
	index % 10 === 9 ? `Bad${index},no address` : `Person${index},p${index}@example.com`,
);
const file = readImportFile(new TextEncoder().encode(`Last name,E-mail\n${rows.join('\n')}\n`));
await applyImport(
	records,
	'local',
	{
		entity: 'contacts',
		file,
		fileName: 'people.csv',
		mapping: recogniseColumns(IMPORT_ENTITIES.contacts.fields, file.header),
		mode: 'both',
		matchField: 'email',
	},
	({ rows: done }) => writeSync(1, `${done}\n`),
);
await records.destroy();
