const PREFIX = 'CONTACTO1';
const URL_PARAMETER = 'r';
const SEPARATOR = ':';
const MAX_QR_LENGTH = 1_000;
const AMOUNT = /^-?\d{1,16}$/;

/** What a receipt's QR says: enough to find the sale and to see that paper and journal agree. */
export interface ReceiptIdentity {
  readonly terminal: string;
  readonly receiptNumber: string;
  readonly saleId: string;
  readonly totalMinor: number;
  /** A few characters of the entry's signature; null when the receipt carries none. */
  readonly signature: string | null;
}

/**
 * `CONTACTO1:<terminal>:<receipt number>:<sale id>:<total, minor units>:<signature characters>`, each part percent-encoded as in a URL; with
 * a base address, that text as its query parameter `r`, so that a customer's phone opens the receipt's page.
 */
export function receiptQrData(identity: ReceiptIdentity, baseUrl: string | null): string {
  const { terminal, receiptNumber, saleId, totalMinor, signature } = identity;
  const parts = [terminal, receiptNumber, saleId, String(totalMinor), signature ?? ''];
  const text = [PREFIX, ...parts.map(encodeURIComponent)].join(SEPARATOR);
  if (baseUrl === null) return text;
  const [address, fragment] = splitOnce(baseUrl, '#');
  const joint = address.includes('?') ? '&' : '?';
  return `${address}${joint}${URL_PARAMETER}=${encodeURIComponent(text)}${fragment === null ? '' : `#${fragment}`}`;
}

/** The identity in a scanned text, bare or inside an address; null when it is not one of ours or of a later kind. */
export function parseReceiptQr(scanned: string): ReceiptIdentity | null {
  if (scanned.length > MAX_QR_LENGTH) return null;
  const text = scanned.startsWith(PREFIX + SEPARATOR) ? scanned : parameterOf(scanned);
  const parts = text?.split(SEPARATOR).map(decoded);
  if (parts?.[0] !== PREFIX || parts.length !== 6) return null;
  const [, terminal, receiptNumber, saleId, total, signature] = parts;
  if (!terminal || !receiptNumber || !saleId || !total || !AMOUNT.test(total) || signature === undefined || signature === null) return null;
  const totalMinor = Number(total);
  if (!Number.isSafeInteger(totalMinor)) return null;
  return { terminal, receiptNumber, saleId, totalMinor, signature: signature === '' ? null : signature };
}

function parameterOf(address: string): string | null {
  const query = splitOnce(splitOnce(address, '#')[0], '?')[1];
  if (query === null) return null;
  const found = query.split('&').find((pair) => pair.startsWith(`${URL_PARAMETER}=`));
  return found === undefined ? null : decoded(found.slice(URL_PARAMETER.length + 1));
}

/** Null for a broken escape, which no receipt of ours has. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function splitOnce(text: string, separator: string): readonly [string, string | null] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + separator.length)];
}
