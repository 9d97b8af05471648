/** Names by which a column of an entity is known, bare (see bareName), in English and German. */
export interface KnownNames {
	/** Names that say so by themselves. */
	readonly sure: string;
	/** Names that may mean something else; they count for less. */
	readonly maybe?: string;
}

/**
 * What a file of an entity calls its columns. Beside the entity's own columns stand parts that others are made of:
 * `$total` (money of a whole line or order), `$discount`, `$first_name`, `$last_name`, `$house_number`, `$line_number`.
 */
export interface KnownEntity {
	/** Words in the name of a file that say what it holds. */
	readonly files: string;
	readonly columns: Readonly<Record<string, KnownNames>>;
}

const CUSTOMER_ID: KnownNames = {
	sure: `customerid customernumber customerno customernr custid customerkey clientid kundennummer kundennr kundenid kdnr
		kundenschluessel debitor debitorennummer debitornr debitorenkonto buyerid`,
	maybe: 'customer client userid memberid accountid kunde',
};
const ORDER_ID: KnownNames = {
	sure: `orderid ordernumber orderno ordernr invoiceno invoicenumber invoiceid bestellnummer bestellnr bestellid
		auftragsnummer auftragsnr auftragsid auftragid rechnungsnummer rechnungsnr rechnungsid belegnummer belegnr
		transactionid transactionno receiptno documentno vorgangsnummer`,
	maybe: 'order invoice transaction receipt bestellung auftrag rechnung beleg',
};
const ORDERED_AT: KnownNames = {
	sure: `orderedat orderdate orderedon orderdatetime ordertime invoicedate bestelldatum bestelltam auftragsdatum
		rechnungsdatum belegdatum kaufdatum purchasedate dateofpurchase transactiondate transactiontime saledate soldon`,
	maybe: 'date datum createdat created timestamp erstelltam zeitpunkt day tag at',
};
const PRODUCT_ID: KnownNames = {
	sure: `productid productcode productno productnumber sku stockcode itemid itemcode articleno articlenumber articleid
		artikelnummer artikelnr artikelid artnr materialnummer ean gtin produktid produktnummer produktnr`,
	maybe: 'product article artikel produkt item itemno',
};
const CURRENCY: KnownNames = { sure: 'currency currencycode currencyisocode waehrung waehrungscode isowaehrung' };
const COUNTRY: KnownNames = {
	sure: `country countrycode land laendercode landeskennzeichen shipcountry shippingcountry billingcountry
		deliverycountry lieferland rechnungsland countryname`,
	maybe: 'nation staat',
};
const CHANNEL: KnownNames = {
	sure: 'channel saleschannel kanal vertriebskanal verkaufskanal vertriebsweg bestellweg',
	maybe: 'source platform',
};
const NAME_PARTS = {
	$first_name: { sure: 'firstname givenname vorname forename' },
	$last_name: { sure: 'lastname surname familyname nachname familienname zuname' },
} as const satisfies Record<string, KnownNames>;
const EMAIL: KnownNames = {
	sure: 'email emailaddress mail emailadresse customeremail kundenemail mailadresse',
	maybe: 'contact',
};
const ADDRESS = {
	email: EMAIL,
	phone: { sure: 'phone phonenumber telephone telefon telefonnummer tel telnr mobile mobilephone mobil handy' },
	street: {
		sure: 'street streetaddress address addressline1 address1 strasse strassehausnr strasseundhausnummer anschrift',
		maybe: 'adresse',
	},
	$house_number: { sure: 'hausnummer hausnr housenumber streetnumber' },
	postal_code: { sure: 'postalcode zip zipcode postcode plz postleitzahl' },
	city: { sure: 'city town ort stadt wohnort', maybe: 'location' },
	country: COUNTRY,
} as const satisfies Record<string, KnownNames>;
const CREATED_AT: KnownNames = {
	sure: `createdat createddate createdon createdate created registeredat registrationdate registeredon signupdate signedupat
		customersince kundeseit angelegtam anlagedatum erstelltam erstellungsdatum registriertam registrierungsdatum`,
	maybe: 'date datum',
};
const OWNER_ID: KnownNames = {
	sure: `ownerid owner salesagent salesrep salesperson assignedto assigneduserid accountowner dealowner betreuer
		verkaeufer bearbeiter zustaendig kundenbetreuer aussendienst`,
	maybe: 'agent employeeid assignee user userid',
};
const CAMPAIGN_ID: KnownNames = { sure: 'campaignid campaign kampagne kampagnenid kampagnennummer utmcampaign' };
const SOURCE: KnownNames = { sure: 'leadsource source quelle herkunft dealsource leadorigin', maybe: 'channel origin' };

export const KNOWN_ENTITIES: Readonly<Record<string, KnownEntity>> = {
	order_lines: {
		files: `orderlines orderline orderdetails orderitems lineitems salelines invoicelines invoiceitems positionen
			bestellpositionen auftragspositionen rechnungspositionen belegpositionen umsaetze transactions sales onlineretail`,
		columns: {
			order_line_id: {
				sure: `orderlineid lineid orderitemid invoicelineid lineitemid orderdetailid positionsid positionid bestellpositionid`,
				maybe: 'rowid',
			},
			order_id: ORDER_ID,
			product_id: PRODUCT_ID,
			quantity: {
				sure: 'quantity qty units menge anzahl stueck stueckzahl stk bestellmenge liefermenge',
				maybe: 'count amountordered',
			},
			unit_price: {
				sure: 'unitprice priceperunit itemprice einzelpreis stueckpreis preisproeinheit preisprostueck verkaufspreis vkpreis',
				maybe: 'price preis nettopreis preisnetto',
			},
			unit_cost: { sure: 'unitcost costprice einkaufspreis ekpreis stueckkosten selbstkosten', maybe: 'cost ek' },
			currency: CURRENCY,
			customer_id: CUSTOMER_ID,
			ordered_at: ORDERED_AT,
			country: COUNTRY,
			$line_number: { sure: 'linenumber lineno positionsnummer posnr positionsnr', maybe: 'line position pos zeile' },
			$total: {
				sure: `linetotal totalamount netamount nettobetrag nettoumsatz umsatznetto umsatz positionsbetrag gesamtpreis
					revenue turnover warenwert`,
				maybe: 'amount total sales betrag gesamt summe netto value subtotal',
			},
			$discount: { sure: 'discount discountrate rabatt rabattsatz nachlass' },
		},
	},
	orders: {
		files: 'orders order bestellungen auftraege rechnungen invoices belege purchases',
		columns: {
			order_id: ORDER_ID,
			customer_id: CUSTOMER_ID,
			ordered_at: ORDERED_AT,
			currency: CURRENCY,
			country: COUNTRY,
			channel: CHANNEL,
			$total: {
				sure: `ordertotal totalamount netamount grandtotal orderamount invoiceamount rechnungsbetrag bestellwert
					auftragswert nettobetrag nettoumsatz umsatznetto umsatz gesamtbetrag revenue`,
				maybe: 'amount total betrag gesamt summe netto value subtotal',
			},
		},
	},
	customers: {
		files: 'customers customer clients kunden kundenliste kundenstamm debitoren telcochurn',
		columns: {
			customer_id: { ...CUSTOMER_ID, maybe: `${CUSTOMER_ID.maybe ?? ''} id nummer` },
			name: {
				sure: 'customername kundenname companyname firmenname fullname name1',
				maybe: 'name company firma kunde customer unternehmen',
			},
			...NAME_PARTS,
			...ADDRESS,
			customer_kind: { sure: 'customerkind customertype kundentyp kundenart', maybe: 'kind type typ art' },
			created_at: CREATED_AT,
		},
	},
	products: {
		files: 'products product articles artikel artikelstamm produkte items catalogue catalog sortiment',
		columns: {
			product_id: { ...PRODUCT_ID, maybe: `${PRODUCT_ID.maybe ?? ''} id nummer` },
			name: {
				sure: 'productname itemname articlename artikelbezeichnung artikelname produktname bezeichnung title',
				maybe: 'name description beschreibung product artikel',
			},
			category: {
				sure: 'category productcategory productgroup kategorie warengruppe produktgruppe artikelgruppe sortimentsgruppe',
				maybe: 'categoryid family series type group gruppe',
			},
			unit_cost: { sure: 'unitcost cost costprice einkaufspreis ekpreis ek selbstkosten stueckkosten' },
			list_price: {
				sure: 'listprice unitprice salesprice listenpreis verkaufspreis vkpreis price preis einzelpreis',
				maybe: 'retailprice',
			},
		},
	},
	companies: {
		files: 'companies company accounts account organizations organisations firmen unternehmen',
		columns: {
			company_id: {
				sure: 'companyid accountid organizationid organisationid firmennummer firmenid firmennr',
				maybe: 'account company id firma',
			},
			customer_id: { sure: 'customerid customernumber kundennummer kundennr' },
			name: {
				sure: 'companyname accountname organizationname firmenname',
				maybe: 'name account company firma unternehmen',
			},
			company_type: { sure: 'companytype accounttype', maybe: 'type typ art' },
			domain: { sure: 'domain website webseite homepage url companydomainname web' },
			...ADDRESS,
			industry: { sure: 'industry sector branche', maybe: 'segment' },
			employee_count: { sure: 'employees numberofemployees employeecount mitarbeiter mitarbeiterzahl headcount' },
			annual_revenue: { sure: 'annualrevenue jahresumsatz', maybe: 'revenue umsatz' },
			currency: CURRENCY,
			parent_company_id: {
				sure: 'parentid parentcompanyid parentaccountid muttergesellschaft',
				maybe: 'subsidiaryof parent',
			},
			owner_id: OWNER_ID,
			created_at: CREATED_AT,
		},
	},
	contacts: {
		files: 'contacts contact people persons kontakte ansprechpartner personen',
		columns: {
			contact_id: { sure: 'contactid personid kontaktid kontaktnummer ansprechpartnerid', maybe: 'id recid' },
			customer_id: { sure: 'customerid customernumber kundennummer kundennr' },
			company_id: {
				sure: 'companyid accountid organizationid firmennummer firmenid',
				maybe: 'company account firma organization',
			},
			name: { sure: 'contactname fullname ansprechpartner', maybe: 'name' },
			...NAME_PARTS,
			...ADDRESS,
			language: { sure: 'language sprache preferredlanguage' },
			job_title: { sure: 'jobtitle position funktion berufsbezeichnung', maybe: 'title' },
			owner_id: OWNER_ID,
			created_at: CREATED_AT,
		},
	},
	leads: {
		files: 'leads lead interessenten prospects',
		columns: {
			lead_id: { sure: 'leadid prospectid leadnumber interessentennummer', maybe: 'id' },
			status: { sure: 'leadstatus', maybe: 'status' },
			$converted: { sure: 'converted isconverted konvertiert' },
			source: SOURCE,
			name: { sure: 'leadname fullname', maybe: 'name' },
			...NAME_PARTS,
			email: EMAIL,
			employer: { sure: 'companyname', maybe: 'company firma unternehmen' },
			country: COUNTRY,
			owner_id: OWNER_ID,
			campaign_id: CAMPAIGN_ID,
			created_at: CREATED_AT,
			converted_at: { sure: 'convertedat converteddate konvertiertam' },
		},
	},
	deals: {
		files: 'deals deal opportunities opportunity salespipeline chancen verkaufschancen angebote',
		columns: {
			deal_id: { sure: 'dealid opportunityid chancennummer verkaufschancenid angebotsnummer angebotsnr', maybe: 'id' },
			name: { sure: 'dealname opportunityname', maybe: 'name title titel bezeichnung' },
			company_id: {
				sure: 'companyid accountid organizationid firmennummer',
				maybe: 'account company organization firma kunde',
			},
			contact_id: { sure: 'contactid personid ansprechpartnerid' },
			owner_id: OWNER_ID,
			product_id: PRODUCT_ID,
			stage_id: { sure: 'dealstage stagename stage stageid phase verkaufsphase stufe', maybe: 'status' },
			probability: { sure: 'probability wahrscheinlichkeit abschlusswahrscheinlichkeit' },
			amount: {
				sure: 'dealvalue closevalue dealamount auftragswert angebotswert volumen',
				maybe: 'amount value betrag wert summe',
			},
			currency: CURRENCY,
			opened_at: {
				sure: 'openedat opendate engagedate createdat createdate createddate eroeffnetam erstelltam angelegtam',
			},
			expected_close_on: { sure: 'expectedclosedate expectedclose erwarteterabschluss abschlussgeplant' },
			closed_at: { sure: 'closedat closedate closeddate wontime abschlussdatum abgeschlossenam geschlossenam' },
			loss_reason: { sure: 'lossreason lostreason verlustgrund' },
			source: SOURCE,
			campaign_id: CAMPAIGN_ID,
		},
	},
	tickets: {
		files: 'tickets ticket cases supporttickets anfragen servicefaelle',
		columns: {
			ticket_id: { sure: 'ticketid caseid casenumber ticketnumber ticketnummer ticketnr vorgangsnummer', maybe: 'id' },
			subject: { sure: 'ticketsubject subject betreff', maybe: 'title' },
			status: { sure: 'ticketstatus casestatus status' },
			priority: { sure: 'ticketpriority priority prioritaet' },
			ticket_type: { sure: 'tickettype casetype', maybe: 'type typ kategorie category' },
			channel: { sure: 'ticketchannel channel kanal', maybe: 'origin source' },
			customer_id: CUSTOMER_ID,
			email: { sure: 'customeremail email emailaddress kundenemail emailadresse' },
			owner_id: OWNER_ID,
			product_id: { sure: 'productpurchased productid product', maybe: 'produkt artikel' },
			opened_at: { sure: 'openedat createdat createddate eroeffnetam erstelltam eingang', maybe: 'date datum' },
			first_response_at: { sure: 'firstresponseat firstresponsetime ersteantwort' },
			resolved_at: { sure: 'resolvedat closedat closeddate timetoresolution geloestam geschlossenam' },
			satisfaction: { sure: 'customersatisfactionrating satisfaction csat zufriedenheit' },
		},
	},
	users: {
		files: 'users employees salesteams staff mitarbeiter verkaeufer benutzer',
		columns: {
			user_id: { sure: 'userid employeeid salesagent mitarbeiternummer personalnummer benutzerid', maybe: 'id' },
			name: { sure: 'username fullname mitarbeitername', maybe: 'name salesagent' },
			...NAME_PARTS,
			manager: { sure: 'manager vorgesetzter', maybe: 'reportsto' },
			team: { sure: 'team abteilung department' },
			office: { sure: 'office regionaloffice standort niederlassung filiale', maybe: 'region' },
		},
	},
	campaigns: {
		files: 'campaigns campaign kampagnen',
		columns: {
			campaign_id: { sure: 'campaignid kampagnenid kampagnennummer', maybe: 'id campaign kampagne' },
			name: { sure: 'campaignname kampagnenname', maybe: 'name campaign kampagne' },
			campaign_type: { sure: 'campaigntype kampagnentyp', maybe: 'type typ' },
			status: { sure: 'campaignstatus', maybe: 'status' },
			starts_on: { sure: 'startson startdate beginn startdatum', maybe: 'start von' },
			ends_on: { sure: 'endson enddate ende enddatum', maybe: 'end bis' },
			budget: { sure: 'budget budgetedcost' },
			currency: CURRENCY,
		},
	},
	campaign_costs: {
		files: 'campaigncosts adspend kampagnenkosten werbekosten',
		columns: {
			campaign_cost_id: { sure: 'campaigncostid costid kostenid' },
			campaign_id: CAMPAIGN_ID,
			spent_on: { sure: 'spenton spenddate', maybe: 'date datum day tag' },
			amount: { sure: 'spend cost costs kosten ausgaben adspend', maybe: 'amount betrag' },
			currency: CURRENCY,
		},
	},
	exchange_rates: {
		files: 'exchangerates rates fxrates wechselkurse kurse',
		columns: {
			currency: CURRENCY,
			rate_on: { sure: 'rateon ratedate kursdatum', maybe: 'date datum day tag' },
			rate: { sure: 'rate exchangerate kurs wechselkurs' },
		},
	},
};
