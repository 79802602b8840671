import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PLAIN_PRINTING, type PrintingSettings, printingProblem, rolesOf, withoutPrinter } from './printing.ts';
import { storeSettingsSchema } from './store-settings.ts';

const before = JSON.parse(readFileSync('resources/setup/neutral-shop.json', 'utf8')) as Record<string, unknown>;
const PRINTERS = [{ printerId: 'counter' }, { printerId: 'kitchen' }, { printerId: 'bar' }];
const PRINTING: PrintingSettings = {
  ...PLAIN_PRINTING,
  orderPrinters: [{ printerId: 'kitchen', categoryIds: ['pizza'] }],
  labelPrinterId: 'bar',
  backups: [{ printerId: 'kitchen', backupPrinterId: 'counter', afterSeconds: 20 }],
};

describe('who prints what', () => {
  test('settings from before there was a choice print everything on one printer', () => {
    expect(storeSettingsSchema.parse(before).printing).toEqual(PLAIN_PRINTING);
    expect(storeSettingsSchema.parse({ ...before, printing: { labelPrinterId: 'x' } }).printing).toEqual({
      ...PLAIN_PRINTING,
      labelPrinterId: 'x',
    });
  });

  test('the roles of each printer', () => {
    const settings = { printing: PRINTING, receiptPrinterId: 'counter' };
    expect(PRINTERS.map(({ printerId }) => rolesOf(printerId, settings))).toEqual([['receipt', 'backup'], ['order'], ['label']]);
    expect(rolesOf('gone', settings)).toEqual([]);
  });

  test.each<[string, Partial<PrintingSettings>, string]>([
    ['orders for a printer that is not there', { orderPrinters: [{ printerId: 'x', categoryIds: ['a'] }] }, 'printing.orderPrinters'],
    [
      'two order roles for one printer',
      { orderPrinters: ['a', 'b'].map((category) => ({ printerId: 'bar', categoryIds: [category] })) },
      'printing.orderPrinters',
    ],
    ['labels on a printer that is not there', { labelPrinterId: 'x' }, 'printing.labelPrinterId'],
    ['a printer that backs itself up', { backups: [{ printerId: 'bar', backupPrinterId: 'bar', afterSeconds: 20 }] }, 'printing.backups'],
    ['a backup that is not there', { backups: [{ printerId: 'bar', backupPrinterId: 'x', afterSeconds: 20 }] }, 'printing.backups'],
  ])('%s is refused', (_, change, where) => {
    expect(printingProblem({ printers: PRINTERS, printing: { ...PRINTING, ...change } })).toBe(where);
  });

  test('a printer taken away leaves nothing that points at it', () => {
    const left = PRINTERS.filter(({ printerId }) => printerId !== 'counter');
    expect(printingProblem({ printers: left, printing: PRINTING })).toBe('printing.backups');
    expect(printingProblem({ printers: left, printing: withoutPrinter(PRINTING, 'counter') })).toBeNull();
  });

  test.each(['../secret.png', 'a/b.png', '.png', 'c:\\x.png', 'logo.svg', ''])('a logo named %j is refused', (file) => {
    const logo = { file, widthPercent: 60 };
    expect(storeSettingsSchema.safeParse({ ...before, printing: { logo } }).success).toBe(false);
  });

  test.each(['logo.png', 'Épicerie.JPG', 'شعار.jpeg'])('a logo named %j is taken', (file) => {
    const logo = { file, widthPercent: 60 };
    expect(storeSettingsSchema.parse({ ...before, printing: { logo } }).printing.logo).toEqual(logo);
  });
});
