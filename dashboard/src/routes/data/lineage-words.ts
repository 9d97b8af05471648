import { navigation } from '#lib/navigation.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { DataPage } from '#lib/server/data.ts';

type Node = NonNullable<DataPage['node']>;
type Kind = Node['kind'];
type Built = NonNullable<Node['built']>;

const pageNames = new Map(navigation.flatMap(({ entries }) => entries.map(({ href, label }) => [href, label])));

const KINDS: Readonly<Record<Kind, () => string>> = {
	source: m.data_kind_source,
	raw: m.data_kind_raw,
	staging: m.data_kind_staging,
	intermediate: m.data_kind_intermediate,
	mart: m.data_kind_mart,
	people: m.data_kind_people,
	metric: m.data_kind_metric,
	page: m.data_kind_page,
};

/** What a node is, in a word or two. */
export function kindName(kind: Kind): string {
	return KINDS[kind]();
}

/** What people know a node by: a metric by its name, a page by the name in the navigation, anything else by its own. */
export function nodeName(name: string, metrics: DataPage['metrics']): string {
	const [, kind, rest = name] = /^(source|metric|page) (.+)$/.exec(name) ?? [];
	if (kind === 'metric') return metrics.find(({ id }) => id === rest)?.name[getLocale()] ?? rest;
	return kind === 'page' ? (pageNames.get(rest)?.() ?? rest) : rest;
}

/** The address that follows a node up and down. */
export function nodeHref(name: string): string {
	return `?node=${encodeURIComponent(name)}#lineage`;
}

/** How a relation came into its snapshot, and why it was not simply copied. */
export function builtText({ isCopied, reason }: Built): string {
	if (isCopied === true) return m.data_copied();
	switch (reason?.kind) {
		case 'new':
			return m.data_built_new();
		case 'sql':
			return m.data_built_sql();
		case 'engine':
			return m.data_built_engine();
		case 'inputs':
			return m.data_built_inputs({ names: (reason.changed ?? []).join(', ') });
		default:
			return m.data_built();
	}
}

/** The parts of a way that its nodes are shown in, from where rows come from to where figures are shown. */
export const PARTS: readonly { readonly label: () => string; readonly kinds: readonly Kind[] }[] = [
	{ label: m.data_sources_of, kinds: ['source'] },
	{ label: m.data_tables_of, kinds: ['raw', 'staging', 'intermediate', 'mart', 'people'] },
	{ label: m.data_metrics_of, kinds: ['metric'] },
	{ label: m.data_pages_of, kinds: ['page'] },
];
