import type { PrintFault } from '../../../src-shared/receipt/print-fault.ts';
import { asciiOf } from '../codec/ascii.ts';
import { askPrinterId, askStatus } from '../codec/escpos/commands.ts';
import { faultOf, GOOD_CONDITION, type PrinterCondition, StatusDecoder, withRealTimeAnswer } from '../codec/escpos/status.ts';
import { withLimit } from '../transport/time-limit.ts';
import type { Connection } from '../transport/transport.ts';

/** A printer answers its status in real time; half a second is a long silence. */
const ANSWER_MS = 600;
/** Longer names there are none; what goes on is no answer to the question. */
const MAX_NAME_BYTES = 80;
/** One byte, and two automatic statuses of four. */
const MAX_FIRST_WORD_BYTES = 9;
const QUESTIONS = [1, 2, 3, 4] as const;
/** An answer to `GS I` for a text: `_`, the text, NUL (Epson, "GS I"). */
const NAME_HEAD = 0x5f;
const NAME_END = 0x00;

export interface PrinterAnswer {
  readonly answer: 'escpos' | 'silent';
  readonly maker: string | null;
  readonly model: string | null;
  readonly fault: PrintFault | null;
}

const SILENT: PrinterAnswer = { answer: 'silent', maker: null, model: null, fault: null };

/**
 * Asks what is at the other end of an open connection, and leaves the closing to the caller. First `DLE EOT 1`, whose three control bytes
 * print nothing on any printer we know of; only what answers it as a receipt printer does is asked its name with `GS I`, for there a
 * printer of another language would print the letters.
 */
export async function askPrinter(connection: Connection, signal: AbortSignal): Promise<PrinterAnswer> {
  let condition: PrinterCondition = GOOD_CONDITION;
  for (const n of QUESTIONS) {
    const answer = await ask(connection, askStatus(n), isStatusAnswer, signal);
    const byte = answer?.find((each) => isStatusByte(each));
    if (n === 1 && answer !== null && !isPrintersWord(answer)) return SILENT;
    if (byte === undefined) return n === 1 ? SILENT : { answer: 'escpos', maker: null, model: null, fault: faultOf(condition) };
    condition = withRealTimeAnswer(condition, n, byte);
  }
  const maker = await askName(connection, 'maker', signal);
  // Where it does not tell its maker it does not tell its model either: one wait less.
  const model = maker === null ? null : await askName(connection, 'model', signal);
  return { answer: 'escpos', maker, model, fault: faultOf(condition) };
}

async function askName(connection: Connection, what: 'maker' | 'model', signal: AbortSignal): Promise<string | null> {
  const answer = await ask(connection, askPrinterId(what), (bytes) => bytes.includes(NAME_END), signal);
  if (answer === null) return null;
  const from = answer.indexOf(NAME_HEAD);
  const to = answer.indexOf(NAME_END, from);
  const name = from === -1 || to === -1 ? '' : asciiOf(Uint8Array.from(answer.slice(from + 1, to))).trim();
  return /^[\x20-\x7e]+$/.test(name) ? name : null;
}

/** What came until `isWhole`; null when that was nothing. */
async function ask(
  connection: Connection,
  question: readonly number[],
  isWhole: (bytes: readonly number[]) => boolean,
  signal: AbortSignal,
): Promise<readonly number[] | null> {
  return withLimit(ANSWER_MS, signal, async (limited) => {
    const written = await connection.write(Uint8Array.from(question), limited);
    if (!written.ok) return null;
    const bytes: number[] = [];
    while (!isWhole(bytes) && bytes.length < MAX_NAME_BYTES) {
      const read = await connection.read(limited);
      if (read === null || !read.ok) break;
      bytes.push(...read.value);
    }
    return bytes.length === 0 ? null : bytes;
  });
}

function isStatusAnswer(bytes: readonly number[]): boolean {
  return bytes.some(isStatusByte);
}

/** The fixed bits of an answer to `DLE EOT`. A digit two and an `r` have them too, so they say nothing by themselves. */
function isStatusByte(byte: number): boolean {
  return (byte & 0x93) === 0x12;
}

/**
 * Whether all that came is a printer's: the answer itself, and at most what it tells unasked besides. A machine of another kind greets with
 * a sentence (`SSH-2.0-…`) or refuses with one (`HTTP/1.1 400 …`), in which bytes like an answer stand by chance.
 */
function isPrintersWord(bytes: readonly number[]): boolean {
  if (bytes.length > MAX_FIRST_WORD_BYTES) return false;
  return new StatusDecoder().push(Uint8Array.from(bytes)).every(({ kind }) => kind !== 'noise');
}
