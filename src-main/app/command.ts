import type { Readable } from 'node:stream';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { KeyProtector } from '../ledger/ledger.ts';
import type { Till } from '../services/till.ts';
import { dataFolder, defaultDataRoot } from '../settings/data-folder.ts';
import { createFileLog } from './log-file.ts';
import type { ProgressBar } from './progress-bar.ts';
import { startWords } from './start-words.ts';
import { startTerminal, type Terminal } from './terminal.ts';

/** What a command has of the world it was started in. */
export interface CommandIo {
  readonly out: (line: string) => void;
  readonly progress: (label: string) => ProgressBar;
  readonly stdin: Readable;
  /** Who keeps the key of a folder, in the program that runs the command. */
  readonly protectorFor: (root: string) => KeyProtector;
}

/** A command of the technician's line: done, or the one sentence that says why not. */
export type Command = (args: readonly string[], io: CommandIo) => Promise<Result<null, string>>;

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;

/** The arguments of a command, or its usage where they do not fit. */
export function readArgs<const O extends OptionsConfig>(
  args: readonly string[],
  options: O,
  usage: string,
): Result<ReturnType<typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>>, string> {
  try {
    return ok(parseArgs({ args: [...args], options, allowPositionals: true }));
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    return fail(`${reason}. Usage: ${usage}`);
  }
}

/** The one argument a command takes beside its options, or its usage. */
export function onlyArgument(positionals: readonly string[], usage: string): Result<string, string> {
  const [argument, ...others] = positionals;
  return argument === undefined || others.length > 0 ? fail(`Usage: ${usage}`) : ok(argument);
}

/** The folder a command works on: the one given, else the platform's. */
export function rootOf(data: string | boolean | undefined): string {
  return typeof data === 'string' ? data : defaultDataRoot();
}

/** Starts the terminal of a folder, does the work on it and closes it, whatever becomes of the work. */
export async function withTerminal<T>(
  root: string,
  { protectorFor }: Pick<CommandIo, 'protectorFor'>,
  work: (terminal: Terminal) => Promise<Result<T, string>>,
  now?: () => Date,
): Promise<Result<T, string>> {
  const log = createFileLog(dataFolder(root).log);
  const started = await startTerminal({ root, protector: protectorFor(root), log, ...(now === undefined ? {} : { now }) });
  if (!started.ok) return fail(startWords('en', started.error.code, started.error.params));
  try {
    return await work(started.value);
  } finally {
    await started.value.close();
  }
}

/** As `withTerminal`, on a till that is set up. */
export async function withTill<T>(
  root: string,
  io: Pick<CommandIo, 'protectorFor'>,
  work: (till: Till) => Promise<Result<T, string>>,
  now?: () => Date,
): Promise<Result<T, string>> {
  return withTerminal(
    root,
    io,
    (terminal) => {
      const till = terminal.till();
      if (till === null)
        return Promise.resolve(fail(`${terminal.folder.root} is not set up. Run: npm run terminal -- init --data ${root}`));
      return work(till);
    },
    now,
  );
}

/** Said where a command would have to drop goods that a person has rung up. */
export const TICKET_OPEN = 'A ticket is open on this till: complete it or void it first.';

/** Whether goods lie on the counter. */
export function isTicketOpen(till: Till): boolean {
  return till.ticket !== null && till.ticket.cart.lines.length > 0;
}

/** A refusal as a technician reads it. */
export function refusalWords(refusal: { readonly code: string; readonly params: Readonly<Record<string, string | number>> }): string {
  const params = Object.entries(refusal.params).map(([name, value]) => `${name} ${value}`);
  return params.length === 0 ? refusal.code : `${refusal.code} (${params.join(', ')})`;
}
