import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../support/project.ts';

const HEADER = 'line,order,customer,product,quantity,price,at,country';
/** Ada buys for 20 and 5 in January and gives 5 back in February; Bob buys for 30 in February. */
const LINES = [
	'L1,O1,ada,P1,2,10.00,2026-01-10 09:00:00,Germany',
	'L2,O1,ada,P2,1,5.00,2026-01-10 09:00:00,Germany',
	'L3,O2,bob,P1,3,10.00,2026-02-01 10:00:00,France',
	'L4,O3,ada,P2,-1,5.00,2026-02-02 11:00:00,Germany',
];
const BAD_LINE = 'L5,O4,bob,P1,many,10.00,2026-02-03 12:00:00,France';

const CONFIG = `export default {
	company: { name: 'Small Shop', currency: 'EUR', zone: 'Europe/Berlin' },
	schedule: [{ cron: '0 2 * * *', zone: 'Europe/Berlin' }],
	sources: [{
		name: 'lines',
		type: 'file',
		path: 'lines.csv',
		columns: {
			line: 'text', order: 'text', customer: 'text', product: 'text', quantity: 'integer', price: 'decimal',
			at: 'timestamp', country: 'text',
		},
		quarantine: { maxShare: 0.5 },
		entities: {
			order_lines: {
				order_line_id: 'line', order_id: 'order', product_id: 'product', quantity: 'quantity', unit_price: 'price',
				currency: { value: 'EUR' }, customer_id: 'customer', ordered_at: 'at', country: 'country',
			},
			orders: {
				order_id: 'order', customer_id: 'customer', ordered_at: 'at', currency: { value: 'EUR' }, country: 'country',
			},
		},
	}],
};
`;

export interface Shop {
	readonly folder: string;
	readonly config: string;
	readonly data: string;
	/** Writes the file anew, with or without the line that cannot be read. */
	write(hasBadLine: boolean): void;
}

/** A folder of its own with a shop of four order lines and a fifth that is set aside. */
export function makeShop(): Shop {
	const folder = mkdtempSync(join(tmpdir(), 'kundig-shop-'));
	const config = join(folder, 'kundig.config.ts');
	writeFileSync(config, CONFIG);
	const write = (hasBadLine: boolean): void => {
		const lines = [HEADER, ...LINES, ...(hasBadLine ? [BAD_LINE] : [BAD_LINE.replace('many', '1')])];
		writeFileSync(join(folder, 'lines.csv'), `${lines.join('\n')}\n`);
	};
	write(true);
	return { folder, config, data: join(folder, 'data'), write };
}

export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Starts the command line as a person does; `interruptAfter` sends SIGINT when stderr or the folder says so. */
export function startKundig(
	argv: readonly string[],
	cwd: string,
): { ended: Promise<Ended>; kill: (signal: NodeJS.Signals) => void } {
	const child = spawn(process.execPath, [join(projectFolder, 'pipeline', 'kundig.js'), ...argv], {
		cwd,
		env: { ...process.env, NO_COLOR: '1', KUNDIG_MIN_FREE_MB: '1' },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let stdout = '';
	let stderr = '';
	child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
	const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
	return { ended, kill: (signal) => child.kill(signal) };
}
