/** Where more of a figure is better for the business, where less is, or where neither is. */
export type Better = 'up' | 'down' | 'neither';

/** What a change means for the business. */
type Tone = 'good' | 'bad' | 'neutral';

/** The definition behind a figure, one click away from it. */
export interface FigureDefinition {
	readonly name: string;
	readonly text: string;
	/** Facts in a line each: unit, grain, whether parts may be added. */
	readonly facts?: readonly { readonly name: string; readonly value: string }[];
	readonly sql: string;
	/** The page that lists the rows behind the figure. */
	readonly rowsHref?: string;
}

/** A change as a tile shows it: its text with sign and unit, where it went and what that means. */
export interface TileChange {
	readonly text: string;
	readonly direction: 'up' | 'down' | 'level';
	readonly tone: Tone;
	/** What it is held against: "vs year before". */
	readonly against: string;
}

/** Puts a change into a tile's form; null where nothing can be compared. A change written as zero is level. */
export function tileChange(change: number | null, text: string, better: Better, against: string): TileChange | null {
	if (change === null) return null;
	if (!/[1-9]/.test(text)) return { text, direction: 'level', tone: 'neutral', against };
	const direction = change > 0 ? 'up' : 'down';
	const tone = better === 'neither' ? 'neutral' : direction === better ? 'good' : 'bad';
	return { text, direction, tone, against };
}
