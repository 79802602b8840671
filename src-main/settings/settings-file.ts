import { mkdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { STORE_SETTINGS_VERSION, type StoreSettings, storeSettingsSchema } from '../../src-shared/settings/store-settings.ts';
import type { DataFolder } from './data-folder.ts';
import { writeDurably } from './write-durably.ts';

/** Why settings cannot be used. The program never goes on with defaults of its own: a wrong tax or till name is worse than no start. */
export type SettingsFailure =
  /** Neither the file nor the one before it can be understood. */
  | { readonly code: 'settings.damaged'; readonly detail: string }
  /** Written by a newer program. */
  | { readonly code: 'settings.newer'; readonly detail: string }
  /** The system does not let us read it. */
  | { readonly code: 'settings.unreadable'; readonly detail: string };

export type LoadedSettings =
  /** No settings were ever written here. */
  | { readonly kind: 'none' }
  | { readonly kind: 'current'; readonly settings: StoreSettings }
  /** The file was damaged or gone and the one before it is used: the person is to be told, and to look them over. */
  | { readonly kind: 'previous'; readonly settings: StoreSettings; readonly detail: string };

type Reading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'read'; readonly settings: StoreSettings; readonly text: string }
  | { readonly kind: 'damaged'; readonly detail: string }
  | { readonly kind: 'newer'; readonly detail: string }
  | { readonly kind: 'unreadable'; readonly detail: string };

const versionSchema = z.object({ version: z.int().min(1) });

/** Reads `settings.json`, and `settings.previous.json` where the first is damaged or gone. Writes nothing. */
export function loadSettings(folder: DataFolder): Result<LoadedSettings, SettingsFailure> {
  const current = read(folder.settings);
  switch (current.kind) {
    case 'read':
      return ok({ kind: 'current', settings: current.settings });
    case 'newer':
      return fail({ code: 'settings.newer', detail: current.detail });
    case 'unreadable':
      return fail({ code: 'settings.unreadable', detail: current.detail });
    case 'absent':
    case 'damaged':
      return loadPrevious(folder, current);
  }
}

function loadPrevious(folder: DataFolder, current: Reading & { kind: 'absent' | 'damaged' }): Result<LoadedSettings, SettingsFailure> {
  const previous = read(folder.previousSettings);
  const why = current.kind === 'absent' ? `${folder.settings} is gone` : current.detail;
  switch (previous.kind) {
    case 'read':
      return ok({ kind: 'previous', settings: previous.settings, detail: why });
    case 'absent':
      return current.kind === 'absent' ? ok({ kind: 'none' }) : fail({ code: 'settings.damaged', detail: why });
    case 'newer':
      return fail({ code: 'settings.newer', detail: previous.detail });
    case 'damaged':
      return fail({ code: 'settings.damaged', detail: `${why}; ${previous.detail}` });
    case 'unreadable':
      return fail({ code: 'settings.unreadable', detail: `${why}; ${previous.detail}` });
  }
}

/**
 * Writes the settings, keeping those they replace as `settings.previous.json`. A damaged file never replaces a good previous one. The
 * failure carries the system's word (ENOSPC, EROFS, EACCES); the old settings are then still whole.
 */
export function saveSettings(folder: DataFolder, settings: StoreSettings): Result<null, { readonly detail: string }> {
  const content = `${JSON.stringify(storeSettingsSchema.parse(settings), null, 2)}\n`;
  try {
    mkdirSync(folder.root, { recursive: true, mode: 0o700 });
    const current = read(folder.settings);
    if (current.kind === 'read') writeDurably(folder.previousSettings, current.text);
    writeDurably(folder.settings, content);
    return ok(null);
  } catch (error) {
    return fail({ detail: messageOf(error) });
  }
}

function read(path: string): Reading {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return { kind: 'absent' };
    if (error instanceof TypeError) return { kind: 'damaged', detail: `${path} is not UTF-8 text` };
    return { kind: 'unreadable', detail: messageOf(error) };
  }
  return interpret(path, text);
}

function interpret(path: string, text: string): Reading {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { kind: 'damaged', detail: `${path} is not whole` };
  }
  const version = versionSchema.safeParse(content);
  if (version.success && version.data.version > STORE_SETTINGS_VERSION) {
    const detail = `${path} has version ${version.data.version}; this program knows versions up to ${STORE_SETTINGS_VERSION}`;
    return { kind: 'newer', detail };
  }
  const parsed = storeSettingsSchema.safeParse(content);
  if (parsed.success) return { kind: 'read', settings: parsed.data, text };
  const first = parsed.error.issues[0];
  return { kind: 'damaged', detail: `${path}: ${first === undefined ? 'not settings' : `${first.path.join('.')}: ${first.message}`}` };
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
