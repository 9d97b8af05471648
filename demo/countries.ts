import type { Currency } from './prices.ts';

/** A country the company sells to, with what its people, companies and places are called. */
export interface Country {
	readonly name: string;
	/** Share of customers, relative. */
	readonly weight: number;
	readonly currency: Currency;
	/** Whether the company has shops there. */
	readonly hasShop: boolean;
	/** Ranges that are kept for fiction, # being any digit; none where no range is: nobody there leaves a number. */
	readonly phones: readonly string[];
	readonly firstNames: readonly string[];
	readonly lastNames: readonly string[];
	/** Postal codes: # is any digit. */
	readonly cities: readonly (readonly [city: string, postalCode: string])[];
	readonly streets: readonly string[];
	/** `Kiesweg 4` or `4 rue du Lac`. */
	readonly isNumberFirst: boolean;
	/** Begin, middle and end of the names of companies. */
	readonly companyWords: readonly string[];
	readonly trades: readonly string[];
	readonly legalForms: readonly string[];
}

/** A list written as people write lists. */
function list(text: string): readonly string[] {
	return text.split(',').map((word) => word.trim());
}

function cities(text: string): readonly (readonly [string, string])[] {
	return list(text).map((entry) => {
		const [city = '', code = ''] = entry.split(':');
		return [city, code];
	});
}

const GERMAN_FIRST = list(
	`Anna, Lena, Marie, Sophie, Laura, Julia, Katharina, Sabine, Petra, Monika, Claudia, Nele, Hannah, Clara, Johanna, Emilia,
	Mia, Greta, Frieda, Ida, Martina, Susanne, Birgit, Nicole, Jana, Svenja, Aylin, Elif, Lukas, Jonas, Felix, Maximilian,
	Paul, Leon, Tobias, Stefan, Andreas, Thomas, Michael, Jan, Moritz, Emil, Anton, Matthias, Jürgen, Uwe, Florian, Sebastian,
	Philipp, Niklas, Henrik, Ole, Konstantin, Mehmet, Emre, Karim`,
);
const GERMAN_LAST = list(
	`Müller, Schmidt, Schneider, Fischer, Weber, Meyer, Wagner, Becker, Schulz, Hoffmann, Koch, Richter, Klein, Wolf, Neumann,
	Schwarz, Zimmermann, Braun, Krüger, Hartmann, Lange, Werner, Krause, Lehmann, Köhler, Maier, Huber, Bauer, Schäfer, Vogel,
	Friedrich, Keller, Günther, Frank, Berger, Winkler, Roth, Beck, Lorenz, Baumann, Franke, Albrecht, Schuster, Simon, Ludwig,
	Böhm, Winter, Kraus, Martin, Schumacher, Krämer, Vogt, Stein, Jäger, Otto, Sommer, Groß, Seidel, Heinrich, Brandt, Haas,
	Schreiber, Graf, Dietrich, Ziegler, Kuhn, Kühn, Pohl, Engel, Horn, Busch, Bergmann, Yılmaz, Kaya, Demir, Nowak`,
);
const GERMAN_COMPANIES = list(
	`Alpenglück, Waldkante, Bergfreund, Talblick, Seeufer, Nordlicht, Gipfelruh, Wanderlust, Moosgrund, Steinbock, Föhnwetter,
	Ahornhof, Lindenhof, Rotmilan, Kiefernhain, Wiesengrund, Morgentau, Fernweh, Windrose, Heidekraut, Quellwasser, Hochtal,
	Felsentor, Birkenau, Sonnenhang, Eisvogel, Dachstein, Hüttenzauber, Weitblick, Silberdistel`,
);
const GERMAN_TRADES = list(
	`Sport, Outdoor, Bergsport, Camping, Gartenbau, Reisen, Hotel, Radverleih, Kletterhalle, Ferienpark, Wanderreisen,
	Bootsverleih, Naturschule, Haustechnik, Landschaftsbau, Gasthof`,
);
const FRENCH_FIRST = list(
	`Camille, Léa, Manon, Chloé, Inès, Juliette, Sarah, Élodie, Aurélie, Céline, Marion, Pauline, Hugo, Louis, Gabriel, Arthur,
	Jules, Nathan, Antoine, Mathieu, Olivier, Nicolas, Théo, Baptiste, Rémi, Étienne`,
);
const FRENCH_LAST = list(
	`Martin, Bernard, Dubois, Thomas, Robert, Richard, Petit, Durand, Leroy, Moreau, Simon, Laurent, Lefèvre, Roux, Fournier,
	Girard, Bonnet, Lambert, Fontaine, Rousseau, Vincent, Faure, Mercier, Blanc, Guérin, Boyer, Garnier, Chevalier, Perrin`,
);

export const COUNTRIES: readonly Country[] = [
	{
		name: 'Germany',
		weight: 46,
		currency: 'EUR',
		hasShop: true,
		phones: ['+49 30 23125 ###', '+49 69 90009 ###', '+49 40 66969 ###', '+49 221 4710 ###', '+49 89 99998 ###'],
		firstNames: GERMAN_FIRST,
		lastNames: GERMAN_LAST,
		cities: cities(
			`Berlin:10###, Berlin:12###, Berlin:13###, Hamburg:20###, Hamburg:22###, München:80###, München:81###, Köln:50###,
			Frankfurt am Main:60###, Stuttgart:70###, Düsseldorf:40###, Leipzig:04###, Dresden:01###, Hannover:30###, Nürnberg:90###,
			Bremen:28###, Freiburg:79###, Münster:48###, Kiel:24###, Augsburg:86###, Kempten:87###, Regensburg:93###, Kassel:34###,
			Erfurt:99###, Mainz:55###, Rostock:18###, Ulm:89###, Göttingen:37###, Konstanz:784##, Garmisch-Partenkirchen:82467`,
		),
		streets: list(
			`Hauptstraße, Bahnhofstraße, Gartenweg, Lindenallee, Schillerstraße, Goethestraße, Am Markt, Waldweg, Bergstraße,
			Kirchgasse, Mühlenweg, Rosenweg, Ahornweg, Feldstraße, Wiesenweg, Schulstraße, Uferstraße, Birkenweg, Am Anger`,
		),
		isNumberFirst: false,
		companyWords: GERMAN_COMPANIES,
		trades: GERMAN_TRADES,
		legalForms: ['GmbH', 'GmbH', 'GmbH & Co. KG', 'KG', 'AG', 'e. K.', 'e. V.'],
	},
	{
		name: 'Austria',
		weight: 12,
		currency: 'EUR',
		hasShop: true,
		phones: [],
		firstNames: GERMAN_FIRST,
		lastNames: list(
			`Gruber, Huber, Bauer, Wagner, Müller, Pichler, Steiner, Moser, Mayer, Hofer, Leitner, Berger, Fuchs, Eder, Fischer,
			Schmid, Winkler, Weber, Schwarz, Maier, Schneider, Reiter, Mayr, Egger, Lang, Baumgartner, Auer, Brunner, Aigner, Ebner,
			Lechner, Wallner, Haider, Novak, Horvath, Riegler, Thaler, Unterberger`,
		),
		cities: cities(
			`Wien:1##0, Wien:1##0, Wien:1##0, Graz:80##, Linz:40##, Salzburg:50##, Innsbruck:60##, Klagenfurt:90##, Villach:95##,
			Wels:46##, Dornbirn:68##, Bregenz:69##, Steyr:44##, Lienz:99##`,
		),
		streets: list(
			`Hauptstraße, Kirchengasse, Mozartgasse, Feldgasse, Ringstraße, Bahnhofstraße, Bergweg, Lindengasse, Schulgasse, Am Bach`,
		),
		isNumberFirst: false,
		companyWords: GERMAN_COMPANIES,
		trades: GERMAN_TRADES,
		legalForms: ['GmbH', 'GmbH', 'KG', 'OG', 'e. U.'],
	},
	{
		name: 'Switzerland',
		weight: 12,
		currency: 'CHF',
		hasShop: true,
		phones: [],
		firstNames: [
			...GERMAN_FIRST.slice(0, 50),
			...list('Urs, Reto, Beat, Andri, Flurina, Regula, Seraina, Corinne, Yves, Luc'),
		],
		lastNames: list(
			`Meier, Müller, Schmid, Keller, Weber, Huber, Schneider, Frei, Brunner, Baumann, Gerber, Widmer, Graf, Wyss, Zürcher,
			Moser, Roth, Suter, Kunz, Bühler, Hofer, Lüthi, Zimmermann, Aebischer, Favre, Rochat, Blanc, Rossier, Bernasconi, Ammann`,
		),
		cities: cities(
			`Zürich:80##, Zürich:80##, Bern:30##, Basel:40##, Luzern:60##, Winterthur:84##, St. Gallen:90##, Chur:70##, Thun:36##,
			Lausanne:10##, Genève:12##, Fribourg:17##, Davos:7270, Interlaken:3800, Lugano:69##`,
		),
		streets: list(
			`Bahnhofstrasse, Seestrasse, Dorfstrasse, Hauptstrasse, Kirchgasse, Rosenweg, Bergstrasse, Wiesenstrasse, Rigistrasse`,
		),
		isNumberFirst: false,
		companyWords: GERMAN_COMPANIES,
		trades: GERMAN_TRADES,
		legalForms: ['AG', 'AG', 'GmbH', 'Genossenschaft'],
	},
	{
		name: 'France',
		weight: 8,
		currency: 'EUR',
		hasShop: false,
		phones: ['+33 1 99 00 ## ##', '+33 2 61 91 ## ##', '+33 3 53 01 ## ##', '+33 4 65 71 ## ##', '+33 6 39 98 ## ##'],
		firstNames: FRENCH_FIRST,
		lastNames: FRENCH_LAST,
		cities: cities(
			`Paris:750##, Lyon:6900#, Strasbourg:67000, Grenoble:38000, Nantes:44000, Annecy:74000, Toulouse:31000, Bordeaux:33000,
			Lille:59000, Colmar:68000, Chambéry:73000, Rennes:35000`,
		),
		streets: list(
			`rue de la Paix, avenue de la Gare, rue des Lilas, boulevard Victor Hugo, rue du Moulin, place de la Mairie, rue des Écoles`,
		),
		isNumberFirst: true,
		companyWords: list(
			'Bel Alpage, Grand Large, Haute Route, Chamois Bleu, Vent du Sud, Clair Sommet, Petit Bois, Pierre Fendue',
		),
		trades: list('Sports, Randonnée, Voyages, Camping, Hôtel, Jardins, Loisirs, Cycles'),
		legalForms: ['SARL', 'SAS', 'SA'],
	},
	{
		name: 'Netherlands',
		weight: 7,
		currency: 'EUR',
		hasShop: false,
		phones: [],
		firstNames: list(
			`Emma, Julia, Sanne, Lotte, Fleur, Femke, Anouk, Marloes, Ingrid, Maaike, Daan, Sem, Bram, Thijs, Lars, Ruben, Joost,
			Pieter, Wouter, Jeroen, Koen, Sander`,
		),
		lastNames: list(
			`de Jong, Jansen, de Vries, van den Berg, Bakker, Visser, Smit, Mulder, de Boer, Dekker, Hendriks, van Dijk, Bos, Vos,
			Peters, van Leeuwen, Kok, van der Meer, Willems, Hoekstra`,
		),
		cities: cities(
			`Amsterdam:10## AB, Utrecht:35## KL, Rotterdam:30## GH, Groningen:97## EX, Den Haag:25## BM, Eindhoven:56## RT,
			Nijmegen:65## LS, Arnhem:68## DK, Zwolle:80## CP, Maastricht:62## HN`,
		),
		streets: list('Kerkstraat, Dorpsstraat, Molenweg, Schoolstraat, Lindenlaan, Stationsweg, Beukenlaan, Havenkade'),
		isNumberFirst: false,
		companyWords: list('Duinrand, Bosrijk, Waterkant, Noorderwind, Heidebloem, Wilgenhof, De Trekvogel, Zeezicht'),
		trades: list('Buitensport, Reizen, Tuinen, Kampeerwinkel, Fietsverhuur, Hotel'),
		legalForms: ['B.V.', 'B.V.', 'V.O.F.'],
	},
	{
		name: 'Italy',
		weight: 5,
		currency: 'EUR',
		hasShop: false,
		phones: [],
		firstNames: list(
			`Giulia, Sofia, Martina, Chiara, Elena, Francesca, Alessia, Valentina, Marco, Luca, Andrea, Matteo, Davide, Simone,
			Riccardo, Stefano, Paolo, Giorgio`,
		),
		lastNames: list(
			`Rossi, Russo, Ferrari, Esposito, Bianchi, Romano, Colombo, Ricci, Marino, Greco, Bruno, Gallo, Conti, De Luca, Costa,
			Giordano, Mancini, Moretti, Barbieri, Fontana`,
		),
		cities: cities(
			'Milano:201##, Bolzano:39100, Torino:101##, Bologna:401##, Trento:38122, Verona:371##, Aosta:11100, Firenze:501##',
		),
		streets: list('Via Roma, Via Garibaldi, Corso Italia, Via Dante, Via Verdi, Via dei Mille, Viale Europa'),
		isNumberFirst: false,
		companyWords: list('Monte Alto, Sentiero Blu, Valle Verde, Cima Bianca, Lago Chiaro, Bosco Fiorito'),
		trades: list('Sport, Viaggi, Montagna, Campeggio, Giardini, Albergo'),
		legalForms: ['S.r.l.', 'S.r.l.', 'S.p.A.'],
	},
	{
		name: 'Poland',
		weight: 3,
		currency: 'EUR',
		hasShop: false,
		phones: [],
		firstNames: list(
			'Zofia, Hanna, Agnieszka, Katarzyna, Magdalena, Małgorzata, Ewa, Jakub, Szymon, Piotr, Tomasz, Łukasz, Krzysztof, Paweł',
		),
		lastNames: list(
			`Nowak, Wójcik, Mazur, Krawczyk, Kaczmarek, Zając, Pawlak, Michalak, Dudek, Wieczorek, Stępień, Wróbel, Sikora, Baran,
			Duda, Szewczyk, Pietrzak, Marczak`,
		),
		cities: cities(
			'Warszawa:00-0##, Kraków:30-0##, Wrocław:50-0##, Gdańsk:80-0##, Poznań:60-1##, Katowice:40-0##, Zakopane:34-500',
		),
		streets: list('ul. Polna, ul. Leśna, ul. Słoneczna, ul. Krótka, ul. Szkolna, ul. Ogrodowa, ul. Lipowa'),
		isNumberFirst: false,
		companyWords: list('Zielony Szlak, Górska Chata, Biały Orlik, Leśna Polana, Wysoki Grzbiet'),
		trades: list('Sport, Turystyka, Podróże, Ogrody'),
		legalForms: ['Sp. z o.o.'],
	},
	{
		name: 'Spain',
		weight: 2.5,
		currency: 'EUR',
		hasShop: false,
		phones: [],
		firstNames: list(
			'Lucía, María, Paula, Carmen, Marta, Laura, Elena, Nuria, Alejandro, Pablo, Javier, Diego, Álvaro, Sergio, Íñigo, Andrés',
		),
		lastNames: list(
			`García, Fernández, González, Rodríguez, López, Martínez, Sánchez, Pérez, Gómez, Jiménez, Ruiz, Díaz, Moreno, Muñoz,
			Álvarez, Romero, Navarro, Torres`,
		),
		cities: cities('Madrid:280##, Barcelona:080##, Bilbao:480##, Valencia:460##, Zaragoza:500##, Granada:180##'),
		streets: list('Calle Mayor, Calle Real, Avenida de la Constitución, Calle del Sol, Paseo de la Playa, Calle Nueva'),
		isNumberFirst: false,
		companyWords: list('Alta Cumbre, Sierra Clara, Camino Viejo, Mar Adentro, Valle Hondo'),
		trades: list('Deportes, Viajes, Montaña, Jardines'),
		legalForms: ['S.L.', 'S.L.', 'S.A.'],
	},
	{
		name: 'United Kingdom',
		weight: 2,
		currency: 'EUR',
		hasShop: false,
		phones: ['+44 20 7946 0###', '+44 161 496 0###', '+44 131 496 0###', '+44 7700 900###'],
		firstNames: list(
			'Olivia, Amelia, Grace, Freya, Charlotte, Emily, Isla, Harriet, George, Oliver, Harry, Jack, Alfie, Callum, Rhys, Priya, Imran',
		),
		lastNames: list(
			`Smith, Jones, Taylor, Brown, Williams, Evans, Walker, Wright, O'Connor, Hughes, Green, Clarke, Patel, Murphy, Campbell,
			Stewart, Fletcher, Marsh`,
		),
		cities: cities(
			'London:N# 9GU, London:SW# 4QT, Bristol:BS# 4DJ, Edinburgh:EH# 1YZ, Leeds:LS# 6BN, Manchester:M# 3LQ, Keswick:CA12 5DQ',
		),
		streets: list('High Street, Station Road, Church Lane, Mill Lane, Victoria Road, The Green, Orchard Close'),
		isNumberFirst: true,
		companyWords: list('Fellside, Blackthorn, Long Mynd, Kestrel, Tarn View, Old Quarry'),
		trades: list('Outdoors, Travel, Cycles, Gardens, Climbing'),
		legalForms: ['Ltd', 'Ltd', 'LLP'],
	},
	{
		name: 'Sweden',
		weight: 1.5,
		currency: 'EUR',
		hasShop: false,
		phones: ['+46 8 465 004 ##'],
		firstNames: list(
			'Alice, Maja, Ebba, Astrid, Elsa, Linnéa, Sara, Oscar, Elias, Axel, Nils, Björn, Gustav, Håkan, Åsa',
		),
		lastNames: list(
			'Andersson, Johansson, Karlsson, Nilsson, Eriksson, Lindqvist, Bergström, Åberg, Sandberg, Nyström, Holm, Sjögren',
		),
		cities: cities('Stockholm:11# 20, Göteborg:41# 03, Malmö:21# 20, Uppsala:75# 20, Östersund:831 30'),
		streets: list('Storgatan, Kungsgatan, Björkvägen, Skolgatan, Ängsvägen'),
		isNumberFirst: false,
		companyWords: list('Norrsken, Fjällstigen, Granskog, Stilla Sjö'),
		trades: list('Friluft, Resor, Trädgård, Cykel'),
		legalForms: ['AB'],
	},
	{
		name: 'Denmark',
		weight: 1,
		currency: 'EUR',
		hasShop: false,
		phones: [],
		firstNames: list('Freja, Ida, Karla, Signe, Mette, Astrid, Noah, Oscar, Magnus, Søren, Mikkel, Anders, Jeppe, Åge'),
		lastNames: list(
			'Nielsen, Jensen, Hansen, Pedersen, Andersen, Sørensen, Møller, Kjær, Thomsen, Østergaard, Lund, Holst, Dahl',
		),
		cities: cities('København:1##0, København:2##0, Aarhus:8000, Odense:5000, Aalborg:9000, Esbjerg:67##'),
		streets: list('Strandvejen, Vestergade, Skovvej, Østergade, Engvej'),
		isNumberFirst: false,
		companyWords: list('Klitten, Fjordly, Bøgeskov, Vindstille'),
		trades: list('Friluftsliv, Rejser, Have, Cykler'),
		legalForms: ['ApS', 'A/S'],
	},
];
