import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DelimitedFormat, DelimitedReader, type DelimitedRecord } from './delimited-reader.ts';

const CSV: DelimitedFormat = { delimiter: ',', lineEnd: '\n', strictQuotes: true };
const TSV: DelimitedFormat = { delimiter: '\t', lineEnd: '\n', strictQuotes: false };

/** Reads a text given in pieces of a size, with as many columns as its first record has. */
function read(text: string, format: DelimitedFormat = CSV, pieceLength = 1_000): readonly DelimitedRecord[] {
  const reader = new DelimitedReader(format);
  const records: DelimitedRecord[] = [];
  const take = (piece: string, last: boolean): void => {
    for (const record of reader.push(piece, last)) {
      if (records.length === 0) reader.expectColumns(record.cells.length);
      records.push(record);
    }
  };
  for (let from = 0; from < text.length; from += pieceLength) take(text.slice(from, from + pieceLength), false);
  take('', true);
  return records;
}

const brief = (records: readonly DelimitedRecord[]): readonly unknown[] => records.map(({ row, cells, fault }) => [row, fault ?? cells]);

describe('CSV', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', 'ب', '"', ',', '\n', ' ', '\r\n', ';'), maxLength: 8 });
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((columns) => fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }));
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  test('reads what csv-parse reads, for any well-formed table, however the text comes in pieces', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 50 }), fc.constantFrom('\n', '\r\n'), (rows, pieceLength, lineEnd) => {
        const text =
          rows.map((cells) => cells.map((each) => (/["\n\r,]/.test(each) || each === '' ? quoted(each) : each)).join(',')).join(lineEnd) +
          lineEnd;
        const records = read(text, CSV, pieceLength);
        expect(records.map((record) => record.cells)).toEqual(parse(text, { record_delimiter: lineEnd }));
        expect(records.map((record) => record.cells)).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  test('loses no line of any text, in one piece or in many', () => {
    const line = fc.string({ unit: fc.constantFrom('a', '"', ',', '\r'), maxLength: 10 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (lines, pieceLength) => {
        const text = ['x,y', ...lines].join('\n');
        const records = read(text);
        expect(read(text, CSV, pieceLength)).toEqual(records);
        const readLines = records.flatMap((record) => record.raw.split('\n')).map((raw) => raw.replace(/\r+$/, ''));
        expect(readLines.filter((raw) => raw !== '')).toEqual(
          text
            .split('\n')
            .map((raw) => raw.replace(/\r+$/, ''))
            .filter((raw) => raw !== ''),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('a quote left open costs its own row and no other', () => {
    const rows = Array.from({ length: 200 }, (_, index) => `${index},"Pain, ${index}"`);
    rows[50] = '50,"Pain 50';
    const records = read(['code,name', ...rows].join('\n'));
    expect(records).toHaveLength(201);
    expect(records.filter((record) => record.fault !== null)).toMatchObject([{ row: 52, raw: '50,"Pain 50', fault: 'quote.broken' }]);
  });

  test('a quote left open with none after it is found by the lines it would take', () => {
    const rows = Array.from({ length: 200 }, (_, index) => `${index},Pain ${index}`);
    rows[50] = '50,"Pain 50';
    const records = read(['code,name', ...rows].join('\n'));
    expect(records).toHaveLength(201);
    expect(records.filter((record) => record.fault !== null)).toMatchObject([{ row: 52, fault: 'quote.unclosed' }]);
  });

  test('an open quote whose end opens the cell of another row', () => {
    const records = read('code,name\n1,"Lait\n2,x","y\n3,Pain\n');
    expect(brief(records)).toEqual([
      [1, ['code', 'name']],
      [2, 'quote.unclosed'],
      [3, 'quote.unclosed'],
      [4, ['3', 'Pain']],
    ]);
  });

  test('an open quote that another row closes, with more cells than there are columns', () => {
    expect(brief(read('code,name\n1,"Lait\n2,x",Pain\n3,Pain\n'))).toEqual([
      [1, ['code', 'name']],
      [2, 'quote.unclosed'],
      [3, 'columns.count'],
      [4, ['3', 'Pain']],
    ]);
  });

  test('an open quote does not hold up the rows after it until the end of the file', () => {
    const reader = new DelimitedReader(CSV);
    const rows = Array.from({ length: 100 }, (_, index) => `${index},Pain\n`).join('');
    const records = [...reader.push(`code,name\n1,"Lait\n${rows}`, false)];
    expect(records.map((record) => record.fault).slice(0, 3)).toEqual([null, 'quote.unclosed', null]);
    expect(records).toHaveLength(102);
  });

  test('text after a closing quote; a quote within a cell', () => {
    expect(brief(read('code,name\n1,"Lait" entier\n2,Écran 24" large\n3,"Pain" \n'))).toEqual([
      [1, ['code', 'name']],
      [2, 'quote.broken'],
      [3, ['2', 'Écran 24" large']],
      [4, ['3', 'Pain']],
    ]);
  });

  test('too few cells, too many, and needless separators at the end', () => {
    expect(brief(read('code,name\n1\n2,Lait,x\n3,Pain,,\n'))).toEqual([
      [1, ['code', 'name']],
      [2, 'columns.count'],
      [3, 'columns.count'],
      [4, ['3', 'Pain', '', '']],
    ]);
  });

  test('rows are counted as a spreadsheet counts them: empty lines and lines within cells too', () => {
    expect(brief(read('code,name\n\n1,"a\nb"\n2,c'))).toEqual([
      [1, ['code', 'name']],
      [3, ['1', 'a\nb']],
      [5, ['2', 'c']],
    ]);
  });

  test('a row too long to be one is refused, and the next is read', () => {
    const records = read(`code,name\n1,${'x'.repeat(300_000)}\n2,Lait\n`, CSV, 10_000);
    expect(brief(records)).toEqual([
      [1, ['code', 'name']],
      [2, 'row.too-long'],
      [3, ['2', 'Lait']],
    ]);
    expect(records[1]?.raw.length).toBeLessThan(3_000);
  });
});

describe('TSV', () => {
  test('a quote that does not enclose its cell is a letter', () => {
    expect(brief(read('code\tname\n1\t"Le bon" pain\n2\t"Pain\n3\t"Pain, ""frais"""\n', TSV))).toEqual([
      [1, ['code', 'name']],
      [2, ['1', '"Le bon" pain']],
      [3, ['2', '"Pain']],
      [4, ['3', 'Pain, "frais"']],
    ]);
  });

  test('line ends of old Macs', () => {
    expect(brief(read('code\tname\r1\tLait\r', { ...TSV, lineEnd: '\r' }))).toEqual([
      [1, ['code', 'name']],
      [2, ['1', 'Lait']],
    ]);
  });
});
