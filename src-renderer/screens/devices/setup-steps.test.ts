import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type StoreSettings, storeSettingsSchema } from '../../../src-shared/settings/store-settings.ts';
import { stepStates, stepToResume } from './setup-steps.ts';

const EMPTY = storeSettingsSchema.parse(JSON.parse(readFileSync('resources/setup/neutral-shop.json', 'utf8')));
const PRINTER = { printerId: 'p', name: 'P', transport: { kind: 'virtual' }, profileId: 'generic-80mm' } as const;
const WITH_PRINTER: StoreSettings = { ...EMPTY, printers: [PRINTER], receiptPrinterId: 'p' };
const PASSED = { result: 'passed', at: '2026-11-20T10:00:00Z' } as const;
const drawers = () => true;

describe('where the set-up of devices goes on', () => {
  test('with nothing: at the finding', () => {
    expect(stepToResume(stepStates(EMPTY, {}, drawers))).toBe('find');
  });

  test('with a printer nobody has tried: at the tests, which want its page and its drawer', () => {
    expect(stepToResume(stepStates(WITH_PRINTER, {}, drawers))).toBe('tests');
    expect(stepStates(WITH_PRINTER, { 'printer:p': PASSED }, drawers).tests).toBe('open');
    expect(stepStates(WITH_PRINTER, { 'printer:p': PASSED }, () => false).tests).toBe('done');
  });

  test('with everything tested: at the end, with or without a scanner', () => {
    const checks = { 'printer:p': PASSED, 'drawer:p': PASSED };
    expect(stepToResume(stepStates(WITH_PRINTER, checks, drawers))).toBe('finish');
    expect(stepStates(WITH_PRINTER, checks, drawers)).toMatchObject({ tests: 'done', scanners: 'optional', finish: 'done' });
  });

  test('what was said to be wrong is gone back to', () => {
    const checks = { 'printer:p': PASSED, 'drawer:p': { ...PASSED, result: 'failed' as const } };
    expect(stepStates(WITH_PRINTER, checks, drawers).tests).toBe('problem');
    expect(stepToResume(stepStates(WITH_PRINTER, checks, drawers))).toBe('tests');
  });
});
