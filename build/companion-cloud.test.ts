import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { planCompanion } from './companion-cloud.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'contacto-companion-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function enrol(cloudUrl: string): void {
  writeFileSync(join(root, 'enrolment.json'), JSON.stringify({ cloudUrl }));
}

test('a till that belongs nowhere gets a cloud beside it, at the same address at every start', async () => {
  const first = await planCompanion(root);
  expect(first?.environment.CONTACTO_ENROL_URL).toBe(`http://127.0.0.1:${first?.port}`);
  if (first !== null) enrol(first.environment.CONTACTO_ENROL_URL);
  const second = await planCompanion(root);
  expect(second?.port).toBe(first?.port);
  expect(second?.environment.CONTACTO_ENROL_CODE).not.toBe(first?.environment.CONTACTO_ENROL_CODE);
});

test('a till that belongs to another cloud gets none', async () => {
  enrol('https://cloud.example');
  expect(await planCompanion(root)).toBeNull();
});

test.each(['', 'port', '0', '70000', '-1'])('a note of the port that says %j is none', async (text) => {
  mkdirSync(join(root, 'cloud'));
  writeFileSync(join(root, 'cloud', 'port'), text);
  expect((await planCompanion(root))?.port).toBeGreaterThan(0);
});

test('an enrolment that cannot be read is left to the till, and does not keep the cloud from starting', async () => {
  writeFileSync(join(root, 'enrolment.json'), '{ "cloudUrl": ');
  expect(await planCompanion(root)).not.toBeNull();
});
