import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { composeAlert } from '#actions/compose-alert.ts';
import { sendEmail } from '#actions/send-email.ts';
import { runFacts } from './alert-world.ts';
import { startMailServer } from './smtp-server.ts';

afterEach(() => vi.unstubAllEnvs());

const alert = composeAlert(runFacts({ kind: 'source', message: 'Bestellungen für März fehlen', hint: 'put it back' }));

async function mailServer(...args: Parameters<typeof startMailServer>) {
	const server = await startMailServer(...args);
	onTestFinished(() => server.close());
	const settings = {
		host: '127.0.0.1',
		port: server.port,
		secure: false,
		from: 'Kundig <kundig@example.com>',
		to: ['ops@example.com', 'anna@example.com'],
	};
	return { server, settings };
}

const headerOf = (data: string, name: string): string =>
	new RegExp(`^${name}: (.*)$`, 'im').exec(data.replace(/\n[ \t]+/g, ' '))?.[1] ?? '';

it('hands the message over as plain text, to everybody, under an id of its own', async () => {
	const { server, settings } = await mailServer();
	expect(await sendEmail(settings, alert)).toBeNull();
	const [mail] = server.taken;
	expect(mail).toMatchObject({ from: 'kundig@example.com', to: settings.to, auth: null });
	const data = mail?.data ?? '';
	expect(headerOf(data, 'Subject')).toBe('[Kundig] Alpenkraut: scheduled runs fail');
	expect(headerOf(data, 'Message-ID')).toBe('<01JALERT@kundig.invalid>');
	expect(headerOf(data, 'Auto-Submitted')).toBe('auto-generated');
	expect(headerOf(data, 'Content-Type')).toMatch(/^text\/plain; charset=utf-8/);
	const body = data.slice(data.indexOf('\n\n') + 2);
	const plain =
		headerOf(data, 'Content-Transfer-Encoding') === 'base64'
			? Buffer.from(body, 'base64').toString()
			: Buffer.from(
					body
						.replace(/=\n/g, '')
						.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
					'latin1',
				).toString();
	expect(plain.trim()).toBe(alert.text.trim());
});

it('signs in with the password that the environment holds', async () => {
	const { server, settings } = await mailServer({ account: 'kundig:s3cret' });
	const withAccount = { ...settings, user: 'kundig', passwordFrom: 'TEST_MAIL_PASSWORD' };
	await expect(sendEmail(withAccount, alert)).rejects.toThrow('the environment variable TEST_MAIL_PASSWORD is not set');
	vi.stubEnv('TEST_MAIL_PASSWORD', 's3cret');
	await sendEmail(withAccount, alert);
	expect(server.taken.map(({ auth }) => auth)).toEqual(['kundig:s3cret']);
});

it('says why a server refuses, without the password', async () => {
	const { settings } = await mailServer({ account: 'kundig:s3cret' });
	vi.stubEnv('TEST_MAIL_PASSWORD', 'wr0ng-one');
	const refused = await sendEmail({ ...settings, user: 'kundig', passwordFrom: 'TEST_MAIL_PASSWORD' }, alert).catch(
		(error: unknown) => error,
	);
	expect((refused as Error).message).toContain('535');
	expect((refused as Error).message).not.toContain('wr0ng-one');
});

it('does not give a password to a server elsewhere that cannot encrypt', async () => {
	const { server, settings } = await mailServer({ account: 'kundig:s3cret' });
	vi.stubEnv('TEST_MAIL_PASSWORD', 's3cret');
	// Any name but this machine's own counts as elsewhere; 127.0.0.2 leads to the same server.
	const elsewhere = { ...settings, host: '127.0.0.2', user: 'kundig', passwordFrom: 'TEST_MAIL_PASSWORD' };
	await expect(sendEmail(elsewhere, alert)).rejects.toThrow();
	expect(server.taken).toEqual([]);
});

it('tells of recipients that were refused while others were taken', async () => {
	const { server, settings } = await mailServer({ refuses: ['anna@example.com'] });
	expect(await sendEmail(settings, alert)).toBe('1 of 2 recipients were refused by 127.0.0.1');
	expect(server.taken).toMatchObject([{ to: ['ops@example.com'] }]);
	const nobody = await mailServer({ refuses: ['anna@example.com', 'ops@example.com'] });
	await expect(sendEmail(nobody.settings, alert)).rejects.toThrow();
});
