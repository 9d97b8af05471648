/** Takes the lease on a folder, says its token, and holds it until it is killed. */
import { openRecords } from '#records/database.ts';
import { takeLease } from '#records/lease.ts';

const dataDir = process.argv[2] ?? '';
const lease = await takeLease(await openRecords(dataDir), dataDir, 'supervisor', new Date());
process.send?.({ token: lease.token });
setInterval(() => undefined, 1_000);
