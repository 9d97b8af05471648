/** A test of the data before it is published. */
export interface Check {
	/** As people quote it: `fct_order_lines.order_line_id unique`. */
	readonly name: string;
	/** error stops the run, warn is shown. */
	readonly severity: 'error' | 'warn';
	/** What is wrong when it fails, in words. */
	readonly meaning: string;
	/** A query with one column `failing`: how many rows break the rule, 0 when none does. */
	readonly sql: string;
	/** Where `sql` is quick and may cry wolf: the exact count, asked when it finds something. */
	readonly confirmSql?: string;
	/** A query with one column `text` for a few of those rows. Never of personal data: it goes to logs and pages. */
	readonly sampleSql?: string;
	/** Whether it reads staging, so that it can only be asked during a run. */
	readonly needsStaging?: true;
	/** Whether what it says hangs on more than the rows it reads, as on the clock: that it passed before proves nothing. */
	readonly isAskedAlways?: true;
	/** The relation whose rows in the last snapshot its queries are told before they are asked. */
	readonly comparesRowsOf?: string;
	/** Whether somebody wrote it beside their config. */
	readonly isOwn?: true;
}

export interface CheckResult {
	readonly name: string;
	readonly severity: 'error' | 'warn';
	readonly status: 'passed' | 'failed';
	readonly failing: number;
	readonly meaning: string;
	/** A few of the failing rows in words, where the check can name them. */
	readonly sample: readonly string[];
	readonly isOwn?: true;
}
