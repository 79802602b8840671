import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ENTRY_BODIES } from '../../../src-shared/ledger/bodies.ts';
import { ENTRY_GROUPS, typesOfGroup } from '../../../src-shared/report/entry-groups.ts';
import { FAULT_GROUPS } from '../../../src-shared/report/fault-groups.ts';
import { JOURNAL_FACT_KEYS } from '../../../src-shared/report/journal-facts.ts';
import { LANGUAGES } from '../../../src-shared/text/localized-text.ts';

const KEYS = [
  ...Object.keys(ENTRY_BODIES).map((type) => `types.${type}`),
  ...JOURNAL_FACT_KEYS.map((key) => `facts.${key}`),
  ...Object.keys(FAULT_GROUPS).map((group) => `faults.${group}`),
  ...ENTRY_GROUPS.map((group) => `groups.${group}`),
];

test.each(LANGUAGES)('every type, member and fault of the journal has its words in %s', (language) => {
  const words: unknown = JSON.parse(readFileSync(`resources/locales/${language}/journal.json`, 'utf8'));
  const find = (key: string): unknown =>
    key.split('.').reduce((at: unknown, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined), words);
  expect(KEYS.filter((key) => typeof find(key) !== 'string')).toEqual([]);
});

test('every type of entry can be filtered by, in one group', () => {
  expect(ENTRY_GROUPS.flatMap(typesOfGroup).toSorted()).toEqual(Object.keys(ENTRY_BODIES).toSorted());
});
