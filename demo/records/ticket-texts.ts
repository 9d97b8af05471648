import type { TicketType } from '#records/schema/service.ts';
import { pick } from '../random.ts';
import type { Random } from '../random.ts';

/** What is written in a ticket; # stands for what it is about. */
interface TicketTexts {
	readonly subjects: readonly string[];
	readonly questions: readonly string[];
	readonly answers: readonly string[];
}

interface Phrases {
	readonly types: Readonly<Record<Exclude<TicketType, 'other'>, TicketTexts>>;
	readonly doubts: readonly string[];
	readonly replies: readonly string[];
	readonly endings: readonly string[];
	readonly again: readonly string[];
}

const GERMAN: Phrases = {
	types: {
		question: {
			subjects: ['Frage zu #', 'Größe von #', 'Ist # wieder lieferbar?', 'Pflege von #'],
			questions: [
				'Guten Tag, passt # auch für den Winter?',
				'Hallo, wann ist # wieder zu haben?',
				'Wie reinige ich # am besten?',
			],
			answers: [
				'Danke für Ihre Frage. Die Angaben zu # finden Sie im Datenblatt, das wir beilegen.',
				'Ja, das passt. Wir empfehlen eine Nummer größer.',
			],
		},
		problem: {
			subjects: ['# ist defekt', '# kam beschädigt an', 'Falscher Artikel statt #', 'Paket mit # fehlt'],
			questions: [
				'Leider hat # nach zwei Tagen einen Riss.',
				'Die Sendung mit # ist laut Verfolgung da, hier aber nicht.',
				'Statt # lag etwas anderes im Paket.',
			],
			answers: [
				'Das tut uns leid. Wir schicken Ersatz für # und holen das Paket ab.',
				'Wir haben beim Versand nachgefragt und melden uns morgen.',
			],
		},
		complaint: {
			subjects: ['Beschwerde: Lieferung von #', 'Unzufrieden mit #'],
			questions: [
				'Seit einer Woche warte ich auf #. Niemand antwortet am Telefon.',
				'# entspricht nicht der Beschreibung.',
			],
			answers: [
				'Sie haben recht, das hätte nicht sein dürfen. Wir schreiben Ihnen 15 EUR gut.',
				'Wir haben es im Lager angesprochen und liefern heute aus.',
			],
		},
		refund: {
			subjects: ['Rücksendung von #', 'Geld zurück für #'],
			questions: [
				'Ich habe # zurückgeschickt. Wann kommt die Erstattung?',
				'Bitte schicken Sie mir einen Rücksendeschein für #.',
			],
			answers: [
				'Den Rücksendeschein finden Sie im Anhang.',
				'Ihre Rücksendung ist da, die Erstattung folgt in drei Tagen.',
			],
		},
		cancellation: {
			subjects: ['Bestellung von # stornieren', 'Adresse ändern, Bestellung #'],
			questions: [
				'Bitte stornieren Sie # aus meiner Bestellung.',
				'Ich habe # doppelt bestellt, bitte nur einmal liefern.',
			],
			answers: ['Das haben wir storniert.', 'Die Bestellung war schon gepackt; bitte nehmen Sie sie nicht an.'],
		},
		billing: {
			subjects: ['Rechnung zu #', 'Betrag stimmt nicht: #'],
			questions: ['Auf der Rechnung steht # zweimal.', 'Können Sie die Rechnung mit unserer USt-ID neu ausstellen?'],
			answers: ['Die berichtigte Rechnung liegt bei.', 'Das war ein Fehler bei uns, die Gutschrift ist unterwegs.'],
		},
	},
	doubts: [
		'Danke, aber gilt das auch für die ältere Ausführung?',
		'Bis wann kann ich damit rechnen?',
		'Hier die Bilder, um die Sie gebeten haben.',
	],
	replies: [
		'Ja, das gilt für alle Ausführungen.',
		'Bis Ende der Woche.',
		'Danke für die Bilder, damit ist alles klar.',
	],
	endings: [
		'Schön, dass es geklappt hat. Wir schließen den Vorgang.',
		'Wir haben alles Nötige veranlasst.',
		'Gern geschehen!',
	],
	again: ['Leider ist es immer noch nicht in Ordnung.', 'Das Problem ist wieder da.'],
};

const ENGLISH: Phrases = {
	types: {
		question: {
			subjects: ['Question about #', 'Size of #', 'When is # back in stock?', 'How to care for #'],
			questions: [
				'Hello, is # any good in winter?',
				'When will # be available again?',
				'What is the best way to clean #?',
			],
			answers: ['Thank you for asking. The data sheet of # is attached.', 'Yes, it fits. We suggest one size up.'],
		},
		problem: {
			subjects: ['# is broken', '# arrived damaged', 'Wrong item instead of #', 'Parcel with # is missing'],
			questions: [
				'After two days # has a crack.',
				'Tracking says # was delivered, but it is not here.',
				'Something else was in the parcel instead of #.',
			],
			answers: [
				'We are sorry. A replacement for # is on its way.',
				'We have asked the carrier and will write again tomorrow.',
			],
		},
		complaint: {
			subjects: ['Complaint: delivery of #', 'Unhappy with #'],
			questions: ['I have been waiting a week for #. Nobody picks up the phone.', '# is not what the page says.'],
			answers: [
				'You are right, that should not have happened. We have credited 15 EUR.',
				'We have spoken to the warehouse; it leaves today.',
			],
		},
		refund: {
			subjects: ['Return of #', 'Refund for #'],
			questions: ['I have sent # back. When will I be refunded?', 'Please send me a return label for #.'],
			answers: ['The label is attached.', 'Your parcel has arrived, the refund follows within three days.'],
		},
		cancellation: {
			subjects: ['Cancel my order of #', 'Change of address, order of #'],
			questions: ['Please take # out of my order.', 'I ordered # twice by mistake, please send one.'],
			answers: ['Done, it is cancelled.', 'It was packed already; please refuse the parcel.'],
		},
		billing: {
			subjects: ['Invoice for #', 'Wrong amount: #'],
			questions: ['The invoice lists # twice.', 'Could you issue the invoice again with our VAT number?'],
			answers: ['The corrected invoice is attached.', 'Our mistake: a credit note is on its way.'],
		},
	},
	doubts: [
		'Thank you, but is that true of the older version, too?',
		'When can I expect it?',
		'Here are the pictures you asked for.',
	],
	replies: ['Yes, of all versions.', 'By the end of the week.', 'Thank you for the pictures, all is clear now.'],
	endings: ['Glad that it worked. We are closing this.', 'We have arranged everything.', 'You are welcome!'],
	again: ['It is still not right, I am afraid.', 'The problem is back.'],
};

const NOTES = [
	'Asked the warehouse',
	'Carrier is looking into it',
	'Same as last week',
	'Talked to sales about a credit',
	'Waits for pictures',
];

/** The texts of one ticket about something, in the customer's language. */
export interface TicketWords {
	readonly subject: string;
	readonly question: string;
	readonly answer: string;
	doubt(): string;
	reply(): string;
	ending(): string;
	again(): string;
	note(): string;
}

export function drawWords(
	random: Random,
	type: Exclude<TicketType, 'other'>,
	isGerman: boolean,
	about: string,
): TicketWords {
	const phrases = isGerman ? GERMAN : ENGLISH;
	const texts = phrases.types[type];
	const say = (list: readonly string[]): string => pick(random, list).replace('#', about);
	return {
		subject: say(texts.subjects),
		question: say(texts.questions),
		answer: say(texts.answers),
		doubt: () => say(phrases.doubts),
		reply: () => say(phrases.replies),
		ending: () => say(phrases.endings),
		again: () => say(phrases.again),
		note: () => say(NOTES),
	};
}
