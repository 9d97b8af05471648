/** Providers that give anybody an address: their domains say nothing about a company. */
const FREE_MAIL = new Set(
	`gmail.com googlemail.com outlook.com outlook.de hotmail.com hotmail.de hotmail.co.uk hotmail.fr live.com live.de msn.com
	yahoo.com yahoo.de yahoo.co.uk yahoo.fr ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.de gmx.de gmx.net
	gmx.at gmx.ch gmx.com web.de t-online.de freenet.de arcor.de mail.de email.de posteo.de posteo.net mailbox.org
	protonmail.com proton.me pm.me tutanota.com tutanota.de tuta.io tuta.com mail.com email.com zoho.com yandex.com yandex.ru
	mail.ru orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it bluewin.ch hispeed.ch sunrise.ch
	aon.at chello.at btinternet.com virginmedia.com sky.com ntlworld.com talktalk.net comcast.net verizon.net att.net
	qq.com 163.com 126.com naver.com vodafone.de online.de kabelmail.de 1und1.de o2online.de fastmail.com hey.com`.split(
		/\s+/,
	),
);

const HOST = /^(?=.{4,253}$)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{1,62}$/u;

/** The host alone of an address as people paste it (`https://www.Example.com/about` is `example.com`), or null. */
export function hostOf(text: string): string | null {
	const host = text
		.trim()
		.toLowerCase()
		.replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
		.replace(/[/?#:].*$/, '')
		.replace(/^www\./, '')
		.replace(/\.$/, '');
	return HOST.test(host) ? host : null;
}

/** Whether anybody can have an address there. */
export function isFreeMail(domain: string): boolean {
	return FREE_MAIL.has(domain);
}

/** The company's domain that an e-mail address tells of; null where there is none or anybody could have one there. */
export function companyDomainOf(email: string | null): string | null {
	if (email === null) return null;
	const host = hostOf(email.slice(email.lastIndexOf('@') + 1));
	return host === null || isFreeMail(host) ? null : host;
}
