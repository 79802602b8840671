import type Database from 'better-sqlite3';

/** Raised with every change of the tables or of the search index's bytes. A file of another version is not read: it is imported again. */
export const CATALOG_SCHEMA_VERSION = 1;
/** Marks the file as ours in SQLite's header: "Ctlg". */
export const CATALOG_APPLICATION_ID = 0x43746c67;

/** Where a category stands that products name and that is not there (any more, or yet): it is shown nowhere. */
export const EXPECTED_POSITION = -1;
export const EXPECTED_COLOUR = 'grey';

/** Names in `meta`. The count is written last: with it there, the writer had come to its end. */
export const PRODUCT_COUNT = 'products';
/** The generation of the snapshot that a file, or one it was folded from, was filled from; absent where it did not come from the cloud. */
export const SNAPSHOT_GENERATION = 'snapshot';
/** There, and 1, where the cloud had no product at all and this terminal's own were kept. */
export const KEPT_LOCAL = 'kept-local';

/** What a code is to a product. */
export const CODE_KINDS = ['barcode', 'sku', 'plu', 'productId'] as const;
export type CodeKind = (typeof CODE_KINDS)[number];

/**
 * `product_no` is the order of arrival and means nothing outside the file. `sku` is null where it is the product's id; `barcode` is the
 * first of the barcodes, which most products have one of, and the others are in `more_barcode`. The numbers in the place of unit, tax group
 * and category keep a million rows small. `search_part` is the index of `search/index-parts.ts`.
 */
const CATALOG_SCHEMA = `
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE tax_group (
  tax_group_no INTEGER PRIMARY KEY,
  tax_group_id TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE category (
  category_no INTEGER PRIMARY KEY,
  category_id TEXT NOT NULL UNIQUE,
  name_fr TEXT,
  name_ar TEXT,
  name_en TEXT,
  colour TEXT NOT NULL,
  position INTEGER NOT NULL
) STRICT;
CREATE TABLE product (
  product_no INTEGER PRIMARY KEY,
  product_id TEXT NOT NULL,
  sku TEXT,
  plu TEXT,
  barcode TEXT,
  name_fr TEXT,
  name_ar TEXT,
  name_en TEXT,
  category_no INTEGER REFERENCES category,
  tax_group_no INTEGER NOT NULL REFERENCES tax_group,
  unit INTEGER NOT NULL,
  weighed INTEGER NOT NULL,
  unit_price_minor INTEGER,
  price_includes_tax INTEGER NOT NULL,
  image TEXT
) STRICT;
CREATE TABLE more_barcode (
  product_no INTEGER NOT NULL REFERENCES product,
  place INTEGER NOT NULL,
  barcode TEXT NOT NULL,
  PRIMARY KEY (product_no, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE quick_key (
  category_no INTEGER NOT NULL REFERENCES category,
  position INTEGER NOT NULL,
  product_no INTEGER NOT NULL REFERENCES product,
  PRIMARY KEY (category_no, position, product_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE search_part (
  name TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;
`;

/** Made when all products are in: sorting a million codes at once takes a tenth of the time of putting each in its place. */
export const CATALOG_INDEXES = `
CREATE UNIQUE INDEX product_by_id ON product (product_id);
CREATE UNIQUE INDEX product_by_sku ON product (sku) WHERE sku IS NOT NULL;
CREATE UNIQUE INDEX product_by_plu ON product (plu) WHERE plu IS NOT NULL;
CREATE UNIQUE INDEX product_by_barcode ON product (barcode) WHERE barcode IS NOT NULL;
CREATE UNIQUE INDEX more_barcode_by_code ON more_barcode (barcode);
`;

export function createCatalogTables(db: Database.Database): void {
  db.exec(CATALOG_SCHEMA);
  db.pragma(`application_id = ${CATALOG_APPLICATION_ID}`);
  db.pragma(`user_version = ${CATALOG_SCHEMA_VERSION}`);
}
