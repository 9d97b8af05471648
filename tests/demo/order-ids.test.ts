import { expect, test } from 'vitest';
import { guestPlace, hasRoom, MOST_CUSTOMERS, orderNumber } from '#demo/order-ids.ts';

test('no two orders share a number, and all have ten digits', () => {
	const customers = [...Array.from({ length: 300 }, (_, index) => index + 1), MOST_CUSTOMERS - 1, MOST_CUSTOMERS];
	const places = [...Array.from({ length: 60 }, (_, index) => index), 958, 959, guestPlace(0), guestPlace(63)];
	const numbers = customers.flatMap((customer) => places.map((place) => orderNumber(customer, place)));
	expect(new Set(numbers).size).toBe(numbers.length);
	expect(numbers.filter((number) => !/^\d{10}$/.test(number))).toEqual([]);
});

test('the places of guests begin where those of the customer end', () => {
	expect(hasRoom(958)).toBe(true);
	expect(hasRoom(959)).toBe(false);
	expect(guestPlace(0)).toBe(960);
	expect(() => orderNumber(1, guestPlace(64))).toThrow(RangeError);
});

// 1,000,000,000 + (customer x 1024 + place) x 999,983 mod 8,999,999,993, worked out with whole numbers of any size.
test.each([
	[12, 3, '4290791060'],
	[MOST_CUSTOMERS, 1023, '8765354051'],
])('the order of customer %d at place %d has the number %s, to the last digit', (customer, place, number) => {
	expect(orderNumber(customer, place)).toBe(number);
});
