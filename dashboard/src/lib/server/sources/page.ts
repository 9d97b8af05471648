import * as v from 'valibot';
import { configInUse, lastAddition, wantAddition } from '#records/additions.ts';
import type { AddedCompany, Addition, ConfigInUse } from '#records/additions.ts';
import { lastRemoval, sourcesToForget, wantRemoval } from '#records/removals.ts';
import type { Removal } from '#records/removals.ts';
import type { UploadState } from '#records/schema/uploads.ts';
import type { LookedType, UploadError } from '#records/source-look.ts';
import { freshness, sourceDescriptions, sourceStates } from '#records/sources.ts';
import type { Freshness, SourceState } from '#records/sources.ts';
import { sourcesWithFiles } from '#records/upload-files.ts';
import { listUploads, uploadById } from '#records/uploads.ts';
import type { Upload } from '#records/uploads.ts';
import { ENTITIES } from '#warehouse/entities/entities.ts';
import { records } from '../records.ts';
import { dataFolder } from '../settings.ts';
import { isComplete } from './uploads.ts';

/** An upload as the list shows it. */
export interface UploadRow {
	readonly uploadId: string;
	readonly fileName: string;
	readonly bytes: number;
	readonly received: number;
	readonly state: UploadState;
	readonly error: UploadError | null;
	/** Rows that were looked at; null before. */
	readonly rows: number | null;
	readonly isWhole: boolean;
	/** What its rows tell of. */
	readonly entities: readonly string[];
	/** The source that it belongs to, beside others. */
	readonly continues: string | null;
	/** Whether nothing is left to be said. */
	readonly isComplete: boolean;
	readonly isBeingAdded: boolean;
}

/** A source that runs read. */
export interface SourceListRow extends SourceState {
	readonly freshness: Freshness;
	readonly type: string | null;
	readonly fills: readonly string[];
	/** Whether its files were dropped on the page, so that they can be taken back. */
	readonly isDropped: boolean;
	/** Whether it was taken back, and no run has been without it yet. */
	readonly isTakenBack: boolean;
}

/** What the page of the sources shows. */
export interface SourcesPage {
	readonly config: ConfigInUse | null;
	readonly uploads: readonly UploadRow[];
	readonly addition: Addition | null;
	readonly removal: Removal | null;
	readonly sources: readonly SourceListRow[];
	/** Entities that a template can be had for. */
	readonly entities: readonly string[];
}

function toRow(upload: Upload): UploadRow {
	const { look } = upload;
	return {
		uploadId: upload.uploadId,
		fileName: upload.fileName,
		bytes: upload.bytes,
		received: upload.received,
		state: upload.state,
		error: upload.error,
		rows: look?.rows ?? null,
		isWhole: look?.isWhole ?? true,
		entities:
			look === null ? [] : (look.entities.length > 0 ? look.entities : look.preview).map(({ entity }) => entity),
		continues: look?.continues?.source ?? null,
		isComplete: look !== null && isComplete(look),
		isBeingAdded: upload.additionId !== null,
	};
}

/** Whether what is shown is the demo company. */
export async function isDemo(): Promise<boolean> {
	return (await configInUse(await records()))?.kind === 'demo';
}

/** Files that were dropped, sources there are, and whose config is in use. */
export async function readSourcesPage(): Promise<SourcesPage> {
	const db = await records();
	const now = new Date();
	const [config, uploads, addition, removal, gone, states, descriptions] = await Promise.all([
		configInUse(db),
		listUploads(db),
		lastAddition(db),
		lastRemoval(db),
		sourcesToForget(db),
		sourceStates(db),
		sourceDescriptions(db),
	]);
	const dropped = new Set(sourcesWithFiles(dataFolder()));
	return {
		config,
		uploads: uploads.map(toRow),
		addition,
		removal,
		sources: states.map((state) => {
			const described = descriptions.get(state.source);
			const filled = (described?.columns ?? []).flatMap(({ fills }) => fills.map((fill) => fill.split('.')[0] ?? ''));
			return {
				...state,
				freshness: freshness(state, now),
				type: state.source === 'records' ? 'records' : (described?.type ?? null),
				fills: [...new Set(filled)],
				isDropped: dropped.has(state.source),
				isTakenBack: gone.includes(state.source) && !dropped.has(state.source),
			};
		}),
		entities: ENTITIES.map(({ name }) => name),
	};
}

/** Something that changes whenever the page would show something else: what waits is asked for by it. */
export async function sourcesState(): Promise<string> {
	const db = await records();
	const [uploads, addition, removal] = await Promise.all([listUploads(db), lastAddition(db), lastRemoval(db)]);
	const states = uploads.map(({ uploadId, state, revision, additionId }) => [uploadId, state, revision, additionId]);
	const acts = [addition?.additionId, addition?.endedAt, removal?.removalId, removal?.endedAt];
	return JSON.stringify([states, acts.map((each) => each ?? null)]);
}

/** An entity, and its columns that a column of a file may fill. */
export interface EntityOption {
	readonly name: string;
	readonly columns: readonly { readonly name: string; readonly type: LookedType }[];
}

/** What the page of one upload shows. */
interface UploadPage {
	readonly upload: Upload;
	/** Whether nothing is left to be said. */
	readonly isComplete: boolean;
	readonly entities: readonly EntityOption[];
}

/** One upload with all that was found in it, and the entities that its columns may fill; null where there is none. */
export async function readUpload(uploadId: string): Promise<UploadPage | null> {
	const upload = await uploadById(await records(), uploadId);
	if (upload === null || upload.state === 'added') return null;
	return {
		upload,
		isComplete: upload.look !== null && isComplete(upload.look),
		entities: ENTITIES.map(({ name, columns }) => ({
			name,
			columns: Object.entries(columns).map(([column, each]) => ({
				name: column,
				type: each.type,
			})),
		})),
	};
}

const companySchema = v.object({
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
	currency: v.pipe(v.string(), v.trim(), v.toUpperCase(), v.regex(/^[A-Z]{3}$/)),
	zone: v.pipe(
		v.string(),
		v.check((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC'),
	),
});

/** Why confirmed files are not added: what is wrong with the company, that nothing is confirmed, or that others wait. */
export type AddProblem = 'name' | 'currency' | 'zone' | 'nothing' | 'unconfirmed';

/**
 * Asks for sources out of the uploads that are confirmed; while the demo is shown they take its place, with a company of
 * its own.
 */
export async function addConfirmed(form: FormData): Promise<AddProblem | null> {
	const db = await records();
	const config = await configInUse(db);
	const replacesDemo = config?.kind === 'demo';
	let company: AddedCompany | null = null;
	if (replacesDemo) {
		const parsed = v.safeParse(companySchema, Object.fromEntries(form));
		if (!parsed.success) return (parsed.issues[0].path?.[0]?.key ?? 'name') as AddProblem;
		company = parsed.output;
		// What is not confirmed would be put aside with the demo.
		const left = (await listUploads(db)).some(({ state }) => state !== 'confirmed');
		if (left) return 'unconfirmed';
	}
	const wanted = await wantAddition(db, { company, replacesDemo }, new Date().toISOString());
	return wanted === null ? 'nothing' : null;
}

/** Why a source is not taken back: it has no files here, or something else is under way. */
export type TakeBackProblem = 'no_files' | 'busy';

/** Asks for a source to be taken back whose files were dropped here. Gives why not, or null. */
export async function takeBack(form: FormData): Promise<TakeBackProblem | null> {
	const source = sourcesWithFiles(dataFolder()).find((name) => name === form.get('source'));
	if (source === undefined) return 'no_files';
	const wanted = await wantRemoval(await records(), source, new Date().toISOString());
	return wanted === null ? 'busy' : null;
}
