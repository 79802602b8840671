import type { Readable } from 'node:stream';
import { type Product, productSchema } from '../../../src-shared/catalog/product.ts';
import { type ImportAnswer, MAX_TOLD_LINES } from '../../../src-shared/contract/catalog-routes.ts';
import type { Database } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import { isStorable } from '../../platform/storable.ts';
import { replaceProducts } from './products.ts';

/** Lines written in one transaction: other edits of the merchant wait for no longer than that. */
const BATCH_LINES = 1_000;
/** A line longer than this is no product. */
const MAX_LINE_LENGTH = 64 * 1_024;

interface ReadLine {
  readonly line: number;
  readonly product: Product;
}

/**
 * Makes and replaces products from lines of JSON as they arrive, in batches; memory holds one of them. A line that cannot be taken is told and
 * the rest goes on. What was written before the caller hung up stays: an import sent again changes nothing twice.
 */
export class ProductImport {
  readonly #database: Database;
  readonly #merchantId: string;
  readonly #told: ImportAnswer['told'] = [];
  #lines = 0;
  #changed = 0;
  #refused = 0;
  #batch: ReadLine[] = [];

  constructor(database: Database, merchantId: string) {
    this.#database = database;
    this.#merchantId = merchantId;
  }

  /** @throws Problem `request.malformed` for a line that is longer than any product. */
  async read(body: Readable): Promise<ImportAnswer> {
    let rest = '';
    // Cuts characters of several bytes at no seam.
    body.setEncoding('utf8');
    // Left whole when a line is refused: the answer goes back on the same connection.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE_LENGTH)
        throw new Problem('request.malformed', { at: `line ${this.#lines + lines.length + 1}`, detail: '' });
      for (const line of lines) await this.#take(line);
    }
    if (rest.trim() !== '') await this.#take(rest);
    await this.#write();
    return { lines: this.#lines, changed: this.#changed, refused: this.#refused, told: this.#told };
  }

  async #take(text: string): Promise<void> {
    this.#lines += 1;
    const line = this.#lines;
    const parsed = productSchema.safeParse(jsonOf(text));
    if (!parsed.success) this.#refuse(line, 'request.malformed', parsed.error.issues[0]?.path.join('.') ?? '');
    else if (!isStorable(parsed.data)) this.#refuse(line, 'request.malformed', '');
    else this.#batch.push({ line, product: parsed.data });
    if (this.#batch.length >= BATCH_LINES) await this.#write();
  }

  /** Each attempt leaves out what stood in the way of the one before, so that there are no more of them than lines. */
  async #write(): Promise<void> {
    let batch = this.#batch;
    this.#batch = [];
    while (batch.length > 0) {
      try {
        this.#changed += await replaceProducts(
          this.#database,
          this.#merchantId,
          batch.map(({ product }) => product),
        );
        return;
      } catch (error) {
        const inTheWay = error instanceof Problem ? error.members['products'] : null;
        if (!(error instanceof Problem) || !Array.isArray(inTheWay) || inTheWay.length === 0) throw error;
        const refused = new Set<unknown>(inTheWay);
        for (const { line, product } of batch) {
          if (refused.has(product.productId)) this.#refuse(line, error.code, whereOf(error));
        }
        batch = batch.filter(({ product }) => !refused.has(product.productId));
      }
    }
  }

  #refuse(line: number, code: string, at: string): void {
    this.#refused += 1;
    if (this.#told.length < MAX_TOLD_LINES) this.#told.push({ line, code, at });
  }
}

function whereOf({ members }: Problem): string {
  return typeof members['at'] === 'string' ? members['at'] : '';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
