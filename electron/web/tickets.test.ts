import { afterEach, expect, test, vi } from 'vitest';
import { createTickets } from './tickets.ts';

afterEach(() => vi.useRealTimers());

test('a ticket is good once', () => {
  const { issue, redeem } = createTickets();
  const ticket = issue();
  expect([redeem(ticket), redeem(ticket)]).toEqual([true, false]);
});

test('a ticket that nobody issued is worth nothing', () => expect(createTickets().redeem('x')).toBe(false));

test('a ticket grows old', () => {
  let time = 0;
  const { issue, redeem } = createTickets(() => time);
  const [early, late] = [issue(), issue()];
  time = 119_999;
  expect(redeem(early)).toBe(true);
  time = 120_000;
  expect(redeem(late)).toBe(false);
});

test('the seventeenth unused ticket ends the first', () => {
  const { issue, redeem } = createTickets();
  const tickets = Array.from({ length: 17 }, issue);
  expect(tickets.map(redeem)).toEqual([false, ...Array.from({ length: 16 }, () => true)]);
});

test('a ticket is good though the clock is set while the browser starts', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { issue, redeem } = createTickets();
  const ticket = issue();
  vi.setSystemTime(Date.now() + 24 * 3600 * 1000);
  expect(redeem(ticket)).toBe(true);
});
