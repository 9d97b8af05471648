/** What is no SQL of its own: texts, quoted names, comments. */
const QUOTED: Readonly<Record<'postgres' | 'mysql' | 'sqlite', RegExp>> = {
	postgres:
		/\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|\b[eE]'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g,
	mysql: /'(?:[^'\\]|''|\\[\s\S])*'|"(?:[^"\\]|""|\\[\s\S])*"|`(?:[^`]|``)*`|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//g,
	sqlite: /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\//g,
};

/** A query with its comments blanked out and each character of a text or a quoted name as an x. */
function bareSql(query: string, type: keyof typeof QUOTED): string {
	const blank = (found: string): string => (/^(--|#|\/\*)/.test(found) ? ' ' : 'x').repeat(found.length);
	return query.replaceAll(QUOTED[type], blank).replace(/[\s;]+$/, '');
}

/** A query without the semicolon that ends it and what follows that. */
export function withoutEnd(query: string, type: keyof typeof QUOTED): string {
	return query.slice(0, bareSql(query, type).length);
}

/** Whether every bracket that closes has one that opens, and the other way round. */
function isBalanced(sql: string): boolean {
	let depth = 0;
	for (const [bracket] of sql.matchAll(/[()]/g)) {
		depth += bracket === '(' ? 1 : -1;
		if (depth < 0) return false;
	}
	return depth === 0;
}

/**
 * Why a query of one's own is not one select, in words; null when it is. What the server itself refuses is left to it: all
 * is read in a transaction that cannot write.
 */
export function queryProblem(query: string, type: keyof typeof QUOTED): string | null {
	const sql = bareSql(query, type);
	if (!/^[\s(]*(select|with)\b/i.test(sql)) return 'it does not begin with select or with';
	if (sql.includes(';')) return 'there is more than one statement in it';
	return isBalanced(sql) ? null : 'its brackets do not match';
}
