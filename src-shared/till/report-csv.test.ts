import { expect, test } from 'vitest';
import { tillFigures } from './figures.ts';
import { reportCsv } from './report-csv.ts';

const FIGURES = tillFigures({
  floatMinor: 500_000,
  tickets: [],
  taxes: [],
  tenders: [
    { tenderId: '=cmd', kind: 'card', count: 1, amountMinor: 45_550 },
    { tenderId: 'a,"b"', kind: 'other', count: 1, amountMinor: 1 },
  ],
  accounts: [],
  movements: [{ kind: 'paid-out', count: 2, amountMinor: 12_000 }],
  acts: { voidedTickets: 0, voidedSales: 0, duplicates: 0, drawerOpenings: 0 },
});

test('amounts are decimal figures of the currency, what goes out negative', () => {
  const csv = reportCsv(FIGURES, 'DZD', null);
  expect(csv).toContain('movement,paid-out,,2,-120.00,DZD\r\n');
  expect(csv).toContain('cash,expected,,,4880.00,DZD\r\n');
});

test('a name that looks like a formula, or holds a comma, stays a name', () => {
  const csv = reportCsv(FIGURES, 'DZD', null);
  expect(csv).toContain("tender,'=cmd,card,1,455.50,DZD\r\n");
  expect(csv).toContain('tender,"a,""b""",other,1,0.01,DZD\r\n');
});
