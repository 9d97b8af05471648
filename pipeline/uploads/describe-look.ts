import { LOOKED_QUESTIONS } from '#records/source-look.ts';
import type { LookedEntity, LookedQuestion, SourceLook } from '#records/source-look.ts';
import type { SourceCheck } from '../check-source.ts';
import { fillingColumn, missingColumns } from '../sources/look/apply-choices.ts';
import type { EntityProposal, MappedColumn, Question, SourceProposal } from '../sources/look/proposal.ts';
import type { FileSource } from '../sources/file/schema.ts';

function fixedValue({ value }: MappedColumn): string | null {
	return typeof value === 'object' && 'value' in value ? String(value.value) : null;
}

function lookedEntity(entity: EntityProposal, { columns }: SourceProposal): LookedEntity {
	return {
		entity: entity.entity,
		why: entity.why,
		columns: entity.columns.map((mapped) => ({
			column: mapped.column,
			from: fillingColumn(mapped, columns),
			fixed: fixedValue(mapped),
			why: mapped.why,
		})),
		missing: missingColumns(entity),
	};
}

function isOfFile(question: Question): question is Question & LookedQuestion {
	return LOOKED_QUESTIONS.some((id) => id === question.id);
}

/** A proposal as pages show it, and somebody confirms it. */
export function describeLook(proposal: SourceProposal): SourceLook {
	return {
		name: proposal.name,
		rows: proposal.rows,
		isWhole: proposal.isWhole,
		preset: proposal.preset,
		columns: proposal.columns.map(({ name, type, examples, evidence, empty, distinct, protection }) => ({
			name,
			type,
			examples,
			evidence,
			empty,
			distinct,
			protection,
		})),
		key: proposal.key,
		disposition: proposal.disposition,
		entities: proposal.entities.map((entity) => lookedEntity(entity, proposal)),
		questions: proposal.questions.filter(isOfFile),
		problems: proposal.problems,
		preview: proposal.preview,
		previewedRows: proposal.previewedRows,
		aside: proposal.aside,
		continues: null,
		refused: null,
	};
}

/** A newer file of a source that is there, by what a load of its first rows would do. */
export function describeNewer(source: FileSource, check: SourceCheck): SourceLook {
	return {
		name: source.name,
		rows: check.rows.read,
		isWhole: check.isWhole,
		preset: null,
		columns: [],
		key: source.key,
		disposition: source.disposition,
		entities: [],
		questions: [],
		problems: [],
		preview: check.entities,
		previewedRows: check.rows.read,
		aside: check.reasons.map(({ reason, rows }) => ({ reason, column: null, rows })),
		continues: { source: source.name, disposition: source.disposition, uploadId: null },
		refused: check.refused,
	};
}
