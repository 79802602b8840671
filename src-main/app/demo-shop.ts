import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { categorySchema, type Product, productSchema, type QuickKey, quickKeySchema } from '../../src-shared/catalog/product.ts';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import { minorDigitsOf } from '../../src-shared/money/currency.ts';
import { parseDecimal } from '../../src-shared/money/decimal.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { type StoreSettings, storeSettingsSchema } from '../../src-shared/settings/store-settings.ts';
import { type Language, languageSchema } from '../../src-shared/text/localized-text.ts';
import { type CatalogContent, replaceCatalog } from '../catalog/replace-catalog.ts';
import type { DataFolder } from '../settings/data-folder.ts';
import { PROGRAM } from './program-files.ts';

/**
 * The demo shop of `resources/demo`: a grocery with two cashiers and a built-in printer. It is part of the program, so a file that does not
 * fit is a broken installation and throws.
 */
const FOLDER = join(PROGRAM.resources, 'demo');

/** What the demo's own devices are called: they have one name each, in the language the shop was begun in. */
const deviceNamesSchema = z.record(languageSchema, z.strictObject({ printer: z.string(), scale: z.string(), till: z.string() }));

/** Its settings, speaking first the language it was asked for in. */
export function readDemoSettings(language: Language): StoreSettings {
  const settings = storeSettingsSchema.parse(JSON.parse(readFileSync(join(FOLDER, 'settings.json'), 'utf8')));
  const names = deviceNamesSchema.parse(JSON.parse(readFileSync(join(FOLDER, 'device-names.json'), 'utf8')))[language];
  const { printers, scale, customerDisplay, till } = settings;
  return {
    ...settings,
    defaultLanguage: language,
    receiptLanguage: language,
    till: { ...till, name: names.till },
    printers: printers.map((printer) => ({ ...printer, name: names.printer })),
    scale: scale === null ? null : { ...scale, name: names.scale },
    // These displays have no Arabic letters: an Arabic shop keeps the language of the file.
    customerDisplay: customerDisplay === null || language === 'ar' ? customerDisplay : { ...customerDisplay, language },
  };
}

/** Makes its goods the catalog of a folder, whole or not at all. */
export async function loadDemoCatalog(folder: DataFolder, settings: StoreSettings): Promise<Result<null, Refusal>> {
  const loaded = await replaceCatalog({ folder: folder.root }, readDemoCatalog(settings));
  return loaded.ok ? ok(null) : fail(refusal('setup.failed', { reason: loaded.error.code }));
}

function readDemoCatalog(settings: StoreSettings): CatalogContent {
  const categories = z.array(categorySchema).parse(JSON.parse(readFileSync(join(FOLDER, 'categories.json'), 'utf8')));
  const minorDigits = minorDigitsOf(settings.currency) ?? 0;
  const products = readTable('products.tsv').map((row) => productOf(row, settings, minorDigits));
  const quickKeys = readTable('quick-keys.tsv').map(
    (row): QuickKey => quickKeySchema.parse({ productId: row['sku'], categoryId: row['category'], position: Number(row['position']) }),
  );
  return { categories, products, quickKeys };
}

function productOf(row: Readonly<Record<string, string>>, settings: StoreSettings, minorDigits: number): Product {
  const price = parseDecimal(row['price'] ?? '', minorDigits);
  const names = { fr: row['name_fr'], ar: row['name_ar'], en: row['name_en'] };
  return productSchema.parse({
    productId: row['sku'],
    sku: row['sku'],
    plu: row['plu'] === '' ? null : row['plu'],
    barcodes: row['barcode'] === '' ? [] : [row['barcode']],
    name: names,
    categoryId: row['category'],
    taxGroupId: row['tax_group'],
    unit: row['unit'],
    weighed: row['weighed'] === 'yes',
    unitPriceMinor: price.ok ? price.value.amountMinor : null,
    priceIncludesTax: settings.pricesIncludeTax,
    image: row['image'] === '' ? null : row['image'],
  });
}

/** Tab-separated, one header, no quoting: the form the drawer of the demo shop keeps to. */
function readTable(name: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...rows] = readFileSync(join(FOLDER, name), 'utf8').trimEnd().split('\n');
  const columns = header.split('\t');
  return rows.map((row) => {
    const cells = row.split('\t');
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
  });
}
