/**
 * Kills this process at once when KUNDIG_FAILPOINT names the point: fault tests end a run there as a power cut would.
 * Does nothing otherwise.
 */
export function failpoint(name: string): void {
	if (process.env.KUNDIG_FAILPOINT === name) process.kill(process.pid, 'SIGKILL');
}
