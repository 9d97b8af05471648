import { countryName } from '#lib/format/country.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { CAMPAIGN_TYPE_NAMES } from '#lib/records/campaign-words.ts';
import { FORECAST_CATEGORY_NAMES, LOSS_REASON_NAMES, OUTCOME_NAMES } from '#lib/records/deal-words.ts';

const NAMES: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
	customer_kind: { consumer: m.ui_kind_consumer, company: m.ui_kind_company },
	channel: {
		web: m.ui_channel_web,
		shop: m.ui_channel_shop,
		phone: m.ui_channel_phone,
		marketplace: m.ui_channel_marketplace,
		email: m.service_channel_email,
		chat: m.service_channel_chat,
		social: m.service_channel_social,
	},
	priority: {
		low: m.service_priority_low,
		normal: m.service_priority_normal,
		high: m.service_priority_high,
		urgent: m.service_priority_urgent,
	},
	ticket_type: {
		question: m.service_type_question,
		problem: m.service_type_problem,
		complaint: m.service_type_complaint,
		refund: m.service_type_refund,
		cancellation: m.service_type_cancellation,
		billing: m.service_type_billing,
		other: m.service_type_other,
	},
	outcome: OUTCOME_NAMES,
	loss_reason: LOSS_REASON_NAMES,
	forecast_category: FORECAST_CATEGORY_NAMES,
	campaign_type: CAMPAIGN_TYPE_NAMES,
	category: { uncategorised: m.ui_uncategorised },
	line_kind: { sale: m.ui_line_sale, return: m.ui_line_return, adjustment: m.ui_line_adjustment },
	order_kind: { sale: m.ui_line_sale, return: m.ui_line_return, adjustment: m.ui_line_adjustment },
	is_identified: { true: m.ui_identified, false: m.ui_not_identified },
};

/** A dimension's value as people read it: our own words translated, theirs as they are, nothing as "without". */
export function valueName(dimension: string, value: string | boolean | null): string {
	if (value === null) return m.ui_no_value();
	if (dimension === 'country') return countryName(String(value), getLocale());
	return NAMES[dimension]?.[String(value)]?.() ?? String(value);
}
