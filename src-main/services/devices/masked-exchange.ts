import type { Exchange, Meaning } from '../../../src-shared/contract/device-setup-api.ts';

export const MASKED = '(masked)';
/** A longer write than a question is a job, and a picture of it can be a receipt in Arabic. */
const MAX_PLAIN_BYTES = 16;

/** The bytes of a text are the text: where one was sent or scanned, neither stands in the file. */
export function maskedExchange(exchange: Exchange): Exchange {
  const isTelling = exchange.meanings.some(({ params }) => 'text' in params);
  return {
    ...exchange,
    hex: isTelling || exchange.byteCount > MAX_PLAIN_BYTES ? MASKED : exchange.hex,
    meanings: exchange.meanings.map(maskedMeaning),
  };
}

function maskedMeaning({ code, params }: Meaning): Meaning {
  const { text } = params;
  // What a printer calls itself is no receipt.
  if (text === undefined || code === 'printer.name') return { code, params };
  return { code, params: { ...params, text: `(${String(text).length})` } };
}
