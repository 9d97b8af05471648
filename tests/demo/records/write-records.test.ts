import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCompany } from '#demo/company.ts';
import { readTable } from '../company-tables.ts';
import { askRecords, dumpRecords } from './records-tables.ts';
import type { Row } from './records-tables.ts';

/** Every tolerance is four standard errors under the law that truth.json states; the seed is fixed. */
const ERRORS = 4;
const UNTIL = '2026-10-14';
const END = '2026-10-14T22:00:00.000Z';

interface Truth {
	readonly anomaly: { readonly from: string; readonly to: string };
	readonly campaigns: readonly {
		readonly name: string;
		readonly sentOn: string;
		readonly effectFrom: string;
		readonly effectTo: string;
		readonly factor: number;
		readonly holdoutShare: number;
		readonly responseRate: number;
		readonly members: number;
		readonly heldOut: number;
		readonly optedOut: number;
		readonly expectedOrdersOfMembers: number;
		readonly expectedOrdersOfHeldOut: number;
		readonly campaignOrders: number;
	}[];
	readonly records: {
		readonly deals: {
			readonly stages: readonly { readonly stageId: string; readonly meanDays: number }[];
			readonly daysInStage: { readonly shape: number };
			readonly owners: readonly { readonly name: string; readonly chances: Readonly<Record<string, number>> }[];
			readonly amountInEuro: { readonly logMean: number; readonly logDeviation: number };
		};
		readonly leads: readonly { readonly source: string; readonly share: number; readonly rate: number }[];
		readonly tickets: {
			readonly medianMinutes: { readonly firstResponse: Readonly<Record<string, number>> };
			readonly channelFactors: Readonly<Record<string, number>>;
			readonly logDeviation: number;
			readonly reopened: number;
			readonly owners: readonly { readonly name: string; readonly pace: number }[];
			readonly satisfaction: {
				readonly level: number;
				readonly slope: number;
				readonly deviation: number;
				readonly shareWhoSay: number;
			};
		};
	};
}

let folder: string;
let out: string;
let truth: Truth;

const ask = (query: string): Row[] => askRecords(out, query);
const one = (query: string): number => Number(Object.values(ask(query)[0] ?? {})[0]);

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-demo-records-'));
	out = join(folder, 'company');
	await writeCompany({ customers: 2_500, seed: 1, until: UNTIL, out });
	truth = JSON.parse(readFileSync(join(out, 'truth.json'), 'utf8')) as Truth;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the same seed and day give the same records, ids and instants included; another seed gives others', async () => {
	const write = async (name: string, seed: number): Promise<ReturnType<typeof dumpRecords>> => {
		await writeCompany({ customers: 60, seed, until: UNTIL, out: join(folder, name) });
		return dumpRecords(join(folder, name));
	};
	const first = await write('first', 3);
	expect(await write('second', 3)).toEqual(first);
	expect(await write('other', 4)).not.toEqual(first);
	expect(first.get('changes')?.length).toBeGreaterThan(500);
});

describe('what is kept', () => {
	test('agrees with itself: no reference leads nowhere, and every row has its change', () => {
		expect(ask('pragma foreign_key_check')).toEqual([]);
		expect(ask('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
		for (const [table, key] of [
			['companies', 'company_id'],
			['deals', 'deal_id'],
			['tickets', 'ticket_id'],
			['campaign_members', 'campaign_member_id'],
		]) {
			const changes = `select count(*) from changes where table_name = '${table}' and action = 'create'`;
			expect(one(changes), table).toBe(one(`select count(*) from ${table}`));
			const versions = `select count(*) from ${table} where version <>
				(select max(version) from changes where table_name = '${table}' and record_id = ${table}.${key})`;
			expect(one(versions), table).toBe(0);
		}
	});

	test('happened within the history, one after the other', () => {
		expect(one(`select count(*) from changes where changed_at >= '${END}' or changed_at < '2023-10-14'`)).toBe(0);
		const backwards = `select count(*) from (
			select changed_at < lag(changed_at) over (order by sequence) as is_earlier from changes) where is_earlier`;
		expect(one(backwards)).toBe(0);
		expect(one(`select count(*) from deals where closed_at < opened_on`)).toBe(0);
		expect(
			one('select count(*) from tickets where first_response_at < opened_at or resolved_at < first_response_at'),
		).toBe(0);
	});

	test('is of the shop’s customers: every company of theirs, a quarter of the consumers, and people of nobody’s', () => {
		const customers = readTable(out, 'customers');
		const companies = customers.filter(({ kind }) => kind === 'company').map((row) => row.customer_id);
		const keys = ask('select external_key from companies where external_key is not null').map(
			(row) => row.external_key,
		);
		expect(new Set(keys)).toEqual(new Set(companies));
		const consumers = new Map(customers.filter(({ kind }) => kind === 'consumer').map((row) => [row.email, row]));
		const contacts = ask(`select external_key, value_normalised as email from contacts
			join contact_points using (contact_id) where kind = 'email'`);
		const known = contacts.filter(({ email }) => consumers.has(String(email)));
		const share = known.length / consumers.size;
		expect(Math.abs(share - 0.25)).toBeLessThan(ERRORS * Math.sqrt((0.25 * 0.75) / consumers.size));
		for (const { external_key: key, email } of known) {
			if (key !== null) expect(consumers.get(String(email))?.customer_id).toBe(key);
		}
		const withoutKey = known.filter(({ external_key: key }) => key === null).length / known.length;
		expect(Math.abs(withoutKey - 0.25)).toBeLessThan(ERRORS * Math.sqrt((0.25 * 0.75) / known.length));
		expect(
			one("select count(*) from contact_points where kind = 'email' and value <> value_normalised"),
		).toBeGreaterThan(50);
		expect(one('select count(*) from companies where external_key is null')).toBeGreaterThan(50);
	});

	test('belongs to six users of three teams with their managers', () => {
		expect(
			one("select count(*) from users where user_id <> 'local' and team is not null and manager is not null"),
		).toBe(6);
		expect(one("select count(distinct team) from users where user_id <> 'local'")).toBe(3);
	});
});

describe('deals', () => {
	/** Every stage that a deal left: how long it was there, in whose hands, and whether it went on. */
	const exits = (): Row[] =>
		ask(`select stage_id, owner, days, next_id <> 'lost' as went_on from (
			select to_stage_id as stage_id, users.name as owner,
				lead(to_stage_id) over of_deal as next_id,
				julianday(lead(changed_at) over of_deal) - julianday(changed_at) as days
			from deal_stage_events join deals using (deal_id) join users on users.user_id = deals.owner_id
			window of_deal as (partition by deal_id order by changed_at, deal_stage_event_id)
		) where next_id is not null`);

	test('go on from each stage with its chance in their owner’s hands', () => {
		const { owners, stages } = truth.records.deals;
		const found = exits();
		const compare = (rows: readonly Row[]): number => {
			const chances = rows.map(({ owner, stage_id: stage }) => {
				const chance = owners.find(({ name }) => name === owner)?.chances[String(stage)];
				if (chance === undefined) throw new Error(`no chance of ${String(owner)} in ${String(stage)}`);
				return chance;
			});
			const expected = chances.reduce((sum, chance) => sum + chance, 0);
			const variance = chances.reduce((sum, chance) => sum + chance * (1 - chance), 0);
			const went = rows.filter(({ went_on: isOn }) => isOn === 1).length;
			return Math.abs(went - expected) / Math.sqrt(variance);
		};
		for (const { stageId } of stages) {
			const rows = found.filter(({ stage_id: id }) => id === stageId);
			expect(rows.length, stageId).toBeGreaterThan(50);
			expect(compare(rows), stageId).toBeLessThan(ERRORS);
		}
		for (const { name } of owners) {
			expect(compare(found.filter(({ owner }) => owner === name)), name).toBeLessThan(ERRORS);
		}
	});

	test('stay in a stage as long as it lasts', () => {
		const { stages, daysInStage } = truth.records.deals;
		const found = exits();
		for (const { stageId, meanDays } of stages) {
			const days = found.filter(({ stage_id: id }) => id === stageId).map((row) => Number(row.days));
			const mean = days.reduce((sum, value) => sum + value, 0) / days.length;
			const error = meanDays / Math.sqrt(daysInStage.shape * days.length);
			// Moves wait for an hour of work, half a day more or less; what lasts beyond the end is not seen, 4 % of it.
			expect(Math.abs(mean - meanDays), stageId).toBeLessThan(ERRORS * error + 0.5 + 0.04 * meanDays);
		}
	});

	test('come to log-normal amounts, the sums of their lines', () => {
		const { logMean, logDeviation } = truth.records.deals.amountInEuro;
		const logs = ask("select ln(cast(amount as real)) as size from deals where currency = 'EUR'").map((row) =>
			Number(row.size),
		);
		const mean = logs.reduce((sum, size) => sum + size, 0) / logs.length;
		// Whole pieces make an amount miss its aim, by a few hundredths either way.
		expect(Math.abs(mean - logMean)).toBeLessThan((ERRORS * logDeviation) / Math.sqrt(logs.length) + 0.02);
		const off = `select count(*) from deals where abs(cast(amount as real) - (
			select round(sum(quantity * unit_price * (1 - discount)), 2) from deal_lines where deal_lines.deal_id = deals.deal_id)) > 0.011`;
		expect(one(off)).toBe(0);
	});

	test('are lost for a reason, put off now and then, and open at the end with a next step', () => {
		expect(one("select count(*) from deals where (stage_id = 'lost') <> (loss_reason is not null)")).toBe(0);
		const putOff = `select count(*) from changes where table_name = 'deals' and action = 'update'
			and json_extract(after, '$.expected_close_on') > json_extract(before, '$.expected_close_on')`;
		expect(one(putOff)).toBeGreaterThan(100);
		expect(one('select count(*) from deals where closed_at is null')).toBeGreaterThan(15);
		expect(one('select count(*) from deals where closed_at is null and next_step is not null')).toBeGreaterThan(5);
		expect(
			one(`select count(*) from deals where closed_at is null and expected_close_on < '${UNTIL}'`),
		).toBeGreaterThan(0);
	});

	test('that are won by companies of the shop come before their bigger orders', () => {
		const orders = readTable(out, 'orders');
		const firsts = Map.groupBy(orders, ({ customer_id: id }) => id);
		const won =
			ask(`select companies.external_key, date(closed_at) as won_on from deals join companies using (company_id)
			where stage_id = 'won' and companies.external_key is not null and closed_at < '2026-09-01'`);
		const followed = won.filter(({ external_key: key, won_on: day }) =>
			firsts.get(String(key))?.some(({ ordered_at: at = '' }) => {
				const days = (Date.parse(at.slice(0, 10)) - Date.parse(String(day))) / 86_400_000;
				return days >= -1 && days <= 31;
			}),
		);
		expect(followed.length / won.length).toBeGreaterThan(0.8);
	});
});

test('leads become deals at the rate of their source', () => {
	for (const { source, rate, share } of truth.records.leads) {
		// Those of the last months may not be decided yet.
		const [row] = ask(`select count(*) as leads, count(converted_deal_id) as deals from leads
			where source = '${source}' and created_at < '2026-06-01'`);
		const leads = Number(row?.leads);
		expect(leads, source).toBeGreaterThan(400 * share);
		const errors = Math.abs(Number(row?.deals) - leads * rate) / Math.sqrt(leads * rate * (1 - rate));
		expect(errors, source).toBeLessThan(ERRORS);
	}
});

describe('tickets', () => {
	/** Minutes of business between two instants, counted minute by minute on Berlin's clock. */
	const businessMinutes = (from: string, to: string): number => {
		let minutes = 0;
		let day = Temporal.Instant.from(from).toZonedDateTimeISO('Europe/Berlin').toPlainDate();
		const last = Temporal.Instant.from(to).toZonedDateTimeISO('Europe/Berlin').toPlainDate();
		for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
			if (day.dayOfWeek > 5) continue;
			const at = (hour: number): number =>
				day.toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: { hour } }).epochMilliseconds;
			const begin = Math.max(at(9), Date.parse(from));
			minutes += Math.max(0, Math.min(at(17), Date.parse(to)) - begin) / 60_000;
		}
		return minutes;
	};

	const answered = (): Row[] =>
		ask(`select priority, channel, users.name as owner, opened_at, first_response_at, satisfaction from tickets
			join users on users.user_id = owner_id where first_response_at is not null`);

	const isCalm = ({ opened_at: at }: Row): boolean => {
		const days = (Date.parse(String(at)) - Date.parse(truth.anomaly.from)) / 86_400_000;
		return days < -1 || days > 9;
	};

	test('are answered within the minutes of business that their priority and channel promise', () => {
		const { medianMinutes, channelFactors, logDeviation, owners } = truth.records.tickets;
		const logs = answered()
			.filter(isCalm)
			.map((row) => {
				const minutes = businessMinutes(String(row.opened_at), String(row.first_response_at));
				const pace = owners.find(({ name }) => name === row.owner)?.pace ?? Number.NaN;
				const median =
					(medianMinutes.firstResponse[String(row.priority)] ?? Number.NaN) *
					(channelFactors[String(row.channel)] ?? Number.NaN) *
					pace;
				return Math.log(minutes / median);
			});
		expect(logs.length).toBeGreaterThan(1_000);
		const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
		expect(Math.abs(mean)).toBeLessThan((ERRORS * logDeviation) / Math.sqrt(logs.length));
		const variance = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length;
		expect(Math.abs(Math.sqrt(variance) - logDeviation)).toBeLessThan(
			(ERRORS * logDeviation) / Math.sqrt(2 * logs.length),
		);
	});

	/** The normal distribution, by Abramowitz and Stegun 26.2.17: off by less than 1e-7. */
	const below = (x: number): number => {
		const t = 1 / (1 + 0.2316419 * Math.abs(x));
		const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
		const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * sum;
		return x > 0 ? 1 - tail : tail;
	};

	test('leave people the less satisfied the longer they waited, by the law of the truth', () => {
		const { level, slope, deviation } = truth.records.tickets.satisfaction;
		const rated = answered().filter(({ satisfaction }) => satisfaction !== null);
		const momentsOf = (row: Row): { mean: number; variance: number } => {
			const hours = businessMinutes(String(row.opened_at), String(row.first_response_at)) / 60;
			const felt = level - slope * Math.log1p(hours);
			const upTo = (score: number): number => (score >= 5 ? 1 : below((score + 0.5 - felt) / deviation));
			const scores = [1, 2, 3, 4, 5].map((score) => ({
				score,
				chance: upTo(score) - (score === 1 ? 0 : upTo(score - 1)),
			}));
			const mean = scores.reduce((sum, { score, chance }) => sum + score * chance, 0);
			return { mean, variance: scores.reduce((sum, { score, chance }) => sum + chance * (score - mean) ** 2, 0) };
		};
		const errorsOf = (rows: readonly Row[]): number => {
			const laws = rows.map(momentsOf);
			const surplus = rows.reduce((sum, row, index) => sum + Number(row.satisfaction) - (laws[index]?.mean ?? 0), 0);
			return Math.abs(surplus) / Math.sqrt(laws.reduce((sum, { variance }) => sum + variance, 0));
		};
		const isSlow = (row: Row): boolean => businessMinutes(String(row.opened_at), String(row.first_response_at)) > 300;
		const [slow, fast] = [rated.filter(isSlow), rated.filter((row) => !isSlow(row))];
		expect(slow.length).toBeGreaterThan(100);
		expect(errorsOf(slow)).toBeLessThan(ERRORS);
		expect(errorsOf(fast)).toBeLessThan(ERRORS);
		const meanOf = (rows: readonly Row[]): number =>
			rows.reduce((sum, row) => sum + Number(row.satisfaction), 0) / rows.length;
		expect(meanOf(slow)).toBeLessThan(meanOf(fast) - 0.5);
	});

	test('are more on working days, and many more in the week after the broken checkout', () => {
		const onDays = (days: string): number =>
			one(`select count(*) from tickets where strftime('%w', opened_at) in (${days})`);
		// 1.08 a working day against 0.38 a day of the weekend, by the calendar's weights.
		expect(onDays("'1', '2', '3', '4', '5'") / 5).toBeGreaterThan((2 * onDays("'0', '6'")) / 2);
		const within = (from: number, to: number): number =>
			one(`select count(*) from tickets where date(opened_at)
				between date('${truth.anomaly.from}', '${from} days') and date('${truth.anomaly.from}', '${to} days')`);
		expect(within(0, 6)).toBeGreaterThan(2 * within(-14, -8));
	});

	test('are reopened now and then, and some were never answered', () => {
		const solved = one("select count(*) from tickets where status in ('solved', 'closed') or reopened_count > 0");
		const { reopened } = truth.records.tickets;
		const share = one('select count(*) from tickets where reopened_count > 0') / solved;
		expect(Math.abs(share - reopened)).toBeLessThan(ERRORS * Math.sqrt((reopened * (1 - reopened)) / solved));
		expect(
			one("select count(*) from tickets where first_response_at is null and opened_at < '2026-09-01'"),
		).toBeGreaterThan(0);
	});
});

describe('campaigns', () => {
	test('went to who had agreed to it by then, and to nobody else', () => {
		const refused = `select count(*) from campaign_members as member join campaigns using (campaign_id)
			where coalesce((
				select status from consent_events as said
				where said.contact_id = member.contact_id and said.purpose in ('marketing', 'all')
					and said.channel = case campaign_type when 'post' then 'post' else 'email' end
					and said.captured_at < member.sent_at
				order by said.captured_at desc, consent_event_id desc limit 1), 'unknown') <> 'granted'`;
		expect(one(refused)).toBe(0);
		expect(one("select count(*) from consent_events where status = 'withdrawn'")).toBeGreaterThan(30);
		expect(one("select count(*) from consent_events where status = 'denied'")).toBeGreaterThan(30);
	});

	test('have the members of the truth, and a holdout that is none', () => {
		const members = new Map(
			ask(
				'select name, count(*) as members from campaigns join campaign_members using (campaign_id) group by name',
			).map((row) => [row.name, row.members]),
		);
		expect(truth.campaigns).toHaveLength(12);
		for (const { name, members: expected, heldOut, holdoutShare } of truth.campaigns) {
			expect(members.get(name), name).toBe(expected);
			const all = expected + heldOut;
			const error = Math.sqrt((holdoutShare * (1 - holdoutShare)) / all);
			expect(Math.abs(heldOut / all - holdoutShare), name).toBeLessThan(ERRORS * error);
		}
	});

	test('brought their members more orders, as the shop’s own files show beside the holdout', () => {
		const orders = readTable(out, 'orders');
		const returned = new Set(
			readTable(out, 'order_lines')
				.filter((line) => Number(line.quantity) < 0)
				.map((line) => line.order_id),
		);
		const sales = Map.groupBy(
			orders.filter(({ order_id: id }) => !returned.has(id)),
			({ customer_id: id }) => id,
		);
		const groups = Map.groupBy(readTable(out, 'truth_campaigns'), ({ campaign, group }) => `${campaign} ${group}`);
		let raised = { found: 0, expected: 0 };
		for (const campaign of truth.campaigns) {
			const found = (group: string): number =>
				(groups.get(`${campaign.name} ${group}`) ?? []).reduce((sum, { customer_id: id }) => {
					const within = (sales.get(id) ?? []).filter(({ ordered_at: at = '' }) => {
						const day = at.slice(0, 10);
						return day >= campaign.effectFrom && day <= campaign.effectTo;
					});
					return sum + within.length;
				}, 0);
			// Orders are Poisson: of members with the factor, of the holdout without.
			const expected = campaign.expectedOrdersOfMembers * campaign.factor;
			expect(Math.abs(found('member') - expected), campaign.name).toBeLessThan(ERRORS * Math.sqrt(expected));
			const without = campaign.expectedOrdersOfHeldOut;
			expect(Math.abs(found('held out') - without), campaign.name).toBeLessThan(ERRORS * Math.sqrt(without) + 1);
			raised = { found: raised.found + found('member'), expected: raised.expected + campaign.expectedOrdersOfMembers };
		}
		expect(raised.found).toBeGreaterThan(1.2 * raised.expected);
	});

	test('do nothing once and harm once, through those who opt out', () => {
		const nothing = truth.campaigns.filter(({ factor, campaignOrders }) => factor === 1 && campaignOrders === 0);
		// Nobody's orders change beside those of the few who opt out, to whom nothing happens either.
		expect(nothing.map(({ name }) => name)).toEqual(['Ten years of Alpenkraut']);
		const harm = truth.campaigns.filter(({ factor }) => factor < 1);
		expect(harm.map(({ name }) => name)).toEqual(['A bargain every day']);
		expect(harm[0]?.campaignOrders).toBeLessThan(0);
		expect(harm[0]?.optedOut).toBeGreaterThan(15);
		expect(one("select count(*) from campaign_members where status = 'opted_out'")).toBe(
			truth.campaigns.reduce((sum, { optedOut }) => sum + optedOut, 0),
		);
	});
});

test('there are activities of every type, tasks open around the end day, some of them the local user’s', () => {
	expect(ask('select distinct activity_type from activities order by 1').map((row) => row.activity_type)).toEqual([
		'call',
		'email',
		'meeting',
		'note',
		'task',
	]);
	const open = "activity_type = 'task' and completed_at is null";
	expect(one(`select count(*) from activities where ${open} and owner_id = 'local'`)).toBeGreaterThan(8);
	expect(one(`select count(*) from activities where ${open} and due_at < '${END}'`)).toBeGreaterThan(3);
	expect(one(`select count(*) from activities where ${open} and due_at >= '${END}'`)).toBeGreaterThan(10);
	expect(one('select count(*) from overrides')).toBe(0);
});
