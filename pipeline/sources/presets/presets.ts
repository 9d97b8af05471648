import { ESPOCRM } from './espocrm.ts';
import { FRAPPE } from './frappe.ts';
import { HUBSPOT } from './hubspot.ts';
import { PIPEDRIVE } from './pipedrive.ts';
import type { Preset } from './preset.ts';
import { SALESFORCE } from './salesforce.ts';
import { TWENTY } from './twenty.ts';

/** Exports of CRMs that are known by their headers. */
export const PRESETS: readonly Preset[] = [...SALESFORCE, ...HUBSPOT, ...PIPEDRIVE, ...TWENTY, ...ESPOCRM, ...FRAPPE];
