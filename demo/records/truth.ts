import { KEPT_CONSUMERS } from '../marketing.ts';
import { SHARED_MAILBOX, WITHOUT_KEY } from './customers.ts';
import { AMOUNT_LOG_DEVIATION, AMOUNT_LOG_MEAN } from './deal-lines.ts';
import { chanceOf, DURATION_SHAPE, TRUE_STAGES } from './deal-path.ts';
import { LEAD_SOURCES } from './lead-sources.ts';
import { SATISFACTION } from './satisfaction.ts';
import { NEVER_ANSWERED, REOPENED, SERVICE_TIMES } from './service-times.ts';
import { createTeam } from './team.ts';

/** What is true of the records as they stand in truth.json: the laws they were drawn by, no counts. */
export function recordsTruth(): Record<string, unknown> {
	const { sales, service } = createTeam();
	return {
		identity: {
			consumersAmongContacts: KEPT_CONSUMERS,
			consumersWithoutKey: WITHOUT_KEY,
			companiesWithMailboxOfShop: SHARED_MAILBOX,
		},
		deals: {
			stages: TRUE_STAGES,
			daysInStage: { law: 'Gamma', shape: DURATION_SHAPE },
			owners: sales.map(({ name, team, manager, skill }) => ({
				name,
				team,
				manager,
				skill,
				chances: Object.fromEntries(TRUE_STAGES.map((stage) => [stage.stageId, chanceOf(stage, skill)])),
			})),
			amountInEuro: { law: 'log-normal', logMean: AMOUNT_LOG_MEAN, logDeviation: AMOUNT_LOG_DEVIATION },
		},
		leads: LEAD_SOURCES,
		tickets: {
			businessHours: 'Monday to Friday 09:00-17:00, Europe/Berlin',
			medianMinutes: { firstResponse: SERVICE_TIMES.response, resolutionAfterIt: SERVICE_TIMES.resolution },
			logDeviation: SERVICE_TIMES.deviation,
			channelFactors: SERVICE_TIMES.channel,
			afterAnomaly: SERVICE_TIMES.afterAnomaly,
			owners: service.map(({ name, pace }) => ({ name, pace })),
			neverAnswered: NEVER_ANSWERED,
			reopened: REOPENED,
			satisfaction: { ...SATISFACTION, law: 'level - slope * ln(1 + business hours to the first response) + normal' },
		},
	};
}
