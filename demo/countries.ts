/** A country the company sells to, with what its people and places are called. */
export interface Country {
	readonly name: string;
	/** Share of customers, relative. */
	readonly weight: number;
	readonly currency: 'EUR' | 'CHF';
	/** A range that is kept for fiction or is not handed out. */
	readonly phone: string;
	readonly firstNames: readonly string[];
	readonly lastNames: readonly string[];
	readonly cities: readonly (readonly [city: string, postalCode: string])[];
	readonly streets: readonly string[];
	/** Ends the names of companies. */
	readonly legalForms: readonly string[];
}

const GERMAN_FIRST =
	'Anna,Lena,Marie,Sophie,Laura,Julia,Katharina,Sabine,Petra,Monika,Claudia,Nele,Hannah,Clara,Lukas,Jonas,Felix,Maximilian,Paul,Leon,Tobias,Stefan,Andreas,Thomas,Michael,Jan,Moritz,Emil,Anton,Matthias,Aylin,Mehmet'.split(
		',',
	);
const GERMAN_LAST =
	'Müller,Schmidt,Schneider,Fischer,Weber,Meyer,Wagner,Becker,Schulz,Hoffmann,Koch,Richter,Klein,Wolf,Neumann,Schwarz,Zimmermann,Braun,Krüger,Hartmann,Lange,Werner,Krause,Lehmann,Köhler,Maier,Huber,Gruber,Bauer,Steiner,Yılmaz,Kaya'.split(
		',',
	);
const FRENCH_FIRST =
	'Camille,Léa,Manon,Chloé,Inès,Juliette,Sarah,Élodie,Hugo,Louis,Gabriel,Arthur,Jules,Nathan,Antoine,Mathieu,Olivier,Nicolas'.split(
		',',
	);
const FRENCH_LAST =
	'Martin,Bernard,Dubois,Thomas,Robert,Richard,Petit,Durand,Leroy,Moreau,Simon,Laurent,Lefèvre,Roux,Fournier,Girard,Bonnet,Lambert'.split(
		',',
	);

export const COUNTRIES: readonly Country[] = [
	{
		name: 'Germany',
		weight: 44,
		currency: 'EUR',
		phone: '+49 30 23125 ',
		firstNames: GERMAN_FIRST,
		lastNames: GERMAN_LAST,
		cities: [
			['Berlin', '10115'],
			['Hamburg', '20095'],
			['München', '80331'],
			['Köln', '50667'],
			['Leipzig', '04109'],
			['Stuttgart', '70173'],
			['Dresden', '01067'],
			['Freiburg', '79098'],
			['Münster', '48143'],
			['Kiel', '24103'],
		],
		streets: ['Hauptstraße', 'Bahnhofstraße', 'Gartenweg', 'Lindenallee', 'Schillerstraße', 'Am Markt', 'Waldweg'],
		legalForms: ['GmbH', 'AG', 'KG', 'e. K.'],
	},
	{
		name: 'Austria',
		weight: 10,
		currency: 'EUR',
		phone: '+43 1 555 ',
		firstNames: GERMAN_FIRST,
		lastNames: GERMAN_LAST,
		cities: [
			['Wien', '1010'],
			['Graz', '8010'],
			['Linz', '4020'],
			['Salzburg', '5020'],
			['Innsbruck', '6020'],
		],
		streets: ['Hauptstraße', 'Kirchengasse', 'Mozartgasse', 'Feldgasse', 'Ringstraße'],
		legalForms: ['GmbH', 'KG', 'OG'],
	},
	{
		name: 'Switzerland',
		weight: 12,
		currency: 'CHF',
		phone: '+41 44 555 ',
		firstNames: [...GERMAN_FIRST.slice(0, 20), ...FRENCH_FIRST.slice(0, 8)],
		lastNames: ['Meier', 'Keller', 'Frei', 'Brunner', 'Baumann', 'Gerber', 'Favre', 'Rochat', 'Wyss', 'Zürcher'],
		cities: [
			['Zürich', '8001'],
			['Bern', '3011'],
			['Basel', '4051'],
			['Luzern', '6003'],
			['Lausanne', '1003'],
			['Genève', '1204'],
		],
		streets: ['Bahnhofstrasse', 'Seestrasse', 'Dorfstrasse', 'Rue du Lac', 'Kirchgasse'],
		legalForms: ['AG', 'GmbH', 'SA'],
	},
	{
		name: 'France',
		weight: 9,
		currency: 'EUR',
		phone: '+33 1 99 00 ',
		firstNames: FRENCH_FIRST,
		lastNames: FRENCH_LAST,
		cities: [
			['Paris', '75011'],
			['Lyon', '69003'],
			['Strasbourg', '67000'],
			['Grenoble', '38000'],
			['Nantes', '44000'],
		],
		streets: ['rue de la Paix', 'avenue Foch', 'rue des Lilas', 'boulevard Victor Hugo'],
		legalForms: ['SARL', 'SAS'],
	},
	{
		name: 'Netherlands',
		weight: 7,
		currency: 'EUR',
		phone: '+31 20 555 ',
		firstNames: ['Emma', 'Julia', 'Sanne', 'Lotte', 'Fleur', 'Daan', 'Sem', 'Bram', 'Thijs', 'Lars', 'Ruben', 'Femke'],
		lastNames: ['de Jong', 'Jansen', 'de Vries', 'van den Berg', 'Bakker', 'Visser', 'Smit', 'Mulder', 'de Boer'],
		cities: [
			['Amsterdam', '1012'],
			['Utrecht', '3511'],
			['Rotterdam', '3011'],
			['Groningen', '9711'],
		],
		streets: ['Kerkstraat', 'Dorpsstraat', 'Prinsengracht', 'Molenweg'],
		legalForms: ['B.V.', 'V.O.F.'],
	},
	{
		name: 'Italy',
		weight: 5,
		currency: 'EUR',
		phone: '+39 02 555 ',
		firstNames: ['Giulia', 'Sofia', 'Martina', 'Chiara', 'Elena', 'Marco', 'Luca', 'Andrea', 'Matteo', 'Davide'],
		lastNames: ['Rossi', 'Russo', 'Ferrari', 'Esposito', 'Bianchi', 'Romano', 'Colombo', 'Ricci', 'Marino', 'Greco'],
		cities: [
			['Milano', '20121'],
			['Bolzano', '39100'],
			['Torino', '10121'],
			['Bologna', '40121'],
		],
		streets: ['Via Roma', 'Via Garibaldi', 'Corso Italia', 'Via Dante'],
		legalForms: ['S.r.l.', 'S.p.A.'],
	},
	{
		name: 'Spain',
		weight: 4,
		currency: 'EUR',
		phone: '+34 91 555 ',
		firstNames: ['Lucía', 'María', 'Paula', 'Carmen', 'Marta', 'Alejandro', 'Pablo', 'Javier', 'Diego', 'Álvaro'],
		lastNames: ['García', 'Fernández', 'González', 'Rodríguez', 'López', 'Martínez', 'Sánchez', 'Pérez', 'Gómez'],
		cities: [
			['Madrid', '28013'],
			['Barcelona', '08002'],
			['Bilbao', '48001'],
		],
		streets: ['Calle Mayor', 'Calle Real', 'Avenida de la Constitución'],
		legalForms: ['S.L.', 'S.A.'],
	},
	{
		name: 'Poland',
		weight: 3,
		currency: 'EUR',
		phone: '+48 22 555 ',
		firstNames: ['Zofia', 'Hanna', 'Agnieszka', 'Katarzyna', 'Jakub', 'Szymon', 'Piotr', 'Tomasz', 'Łukasz'],
		lastNames: ['Nowak', 'Kowalski', 'Wiśniewski', 'Wójcik', 'Kamiński', 'Lewandowski', 'Zieliński', 'Woźniak'],
		cities: [
			['Warszawa', '00-001'],
			['Kraków', '30-001'],
			['Wrocław', '50-001'],
		],
		streets: ['ulica Polna', 'ulica Leśna', 'ulica Słoneczna'],
		legalForms: ['Sp. z o.o.'],
	},
	{
		name: 'Sweden',
		weight: 2.5,
		currency: 'EUR',
		phone: '+46 8 465 004 ',
		firstNames: ['Alice', 'Maja', 'Ebba', 'Astrid', 'Oscar', 'Elias', 'Axel', 'Nils', 'Björn'],
		lastNames: ['Andersson', 'Johansson', 'Karlsson', 'Nilsson', 'Eriksson', 'Lindqvist', 'Bergström', 'Åberg'],
		cities: [
			['Stockholm', '111 20'],
			['Göteborg', '411 03'],
			['Malmö', '211 20'],
		],
		streets: ['Storgatan', 'Kungsgatan', 'Björkvägen'],
		legalForms: ['AB'],
	},
	{
		name: 'Denmark',
		weight: 2,
		currency: 'EUR',
		phone: '+45 33 55 ',
		firstNames: ['Freja', 'Ida', 'Karla', 'Signe', 'Noah', 'Oscar', 'Magnus', 'Søren', 'Mikkel'],
		lastNames: ['Nielsen', 'Jensen', 'Hansen', 'Pedersen', 'Andersen', 'Sørensen', 'Møller'],
		cities: [
			['København', '1050'],
			['Aarhus', '8000'],
			['Odense', '5000'],
		],
		streets: ['Strandvejen', 'Vestergade', 'Skovvej'],
		legalForms: ['ApS', 'A/S'],
	},
	{
		name: 'United Kingdom',
		weight: 1.5,
		currency: 'EUR',
		phone: '+44 20 7946 0',
		firstNames: ['Olivia', 'Amelia', 'Grace', 'Freya', 'George', 'Oliver', 'Harry', 'Jack', 'Alfie'],
		lastNames: ['Smith', 'Jones', 'Taylor', 'Brown', 'Williams', 'Evans', 'Walker', 'Wright', "O'Connor"],
		cities: [
			['London', 'N1 9GU'],
			['Bristol', 'BS1 4DJ'],
			['Edinburgh', 'EH1 1YZ'],
		],
		streets: ['High Street', 'Station Road', 'Church Lane'],
		legalForms: ['Ltd'],
	},
];
