/** Why a row was refused. */
export const REFUSALS = {
  'quote.unclosed': 'A quotation mark opens a cell and is not closed',
  'quote.broken': 'Text stands after the quotation mark that closes a cell',
  'columns.count': 'The row has fewer or more cells than the header',
  'row.too-long': 'The row is too long to be a product',
  'row.empty': 'All cells are empty',
  'encoding.invalid': 'The row has bytes that are no text in the encoding of the file, or U+FFFD, which such bytes have left before',
  'name.missing': 'The product has no name',
  'name.too-long': 'The name is longer than a name may be',
  'code.control-characters': 'A code has characters that cannot be seen or scanned',
  'code.too-long': 'A code is longer than a code may be',
  'barcode.check-digit': 'The check digit of the barcode is wrong: it was mistyped or cut',
  'barcode.spreadsheet-number': 'A spreadsheet has rounded the barcode to a number such as 6.13E+12: its last digits are lost',
  'barcode.too-many': 'The product has more barcodes than a product may have',
  'price.unreadable': 'The price is not a number',
  'price.negative': 'The price is negative',
  'price.too-many-decimals': 'The price has more decimals than the currency',
  'price.ambiguous': 'The price may be thousands or decimals: one separator stands before three digits',
  'price.absurd': 'The price is beyond what one unit of a product costs',
  'unit.unknown': 'The unit is none of piece, kg, m, l',
  'tax.unknown': 'The tax is none of the tax groups of the shop',
  'yes-no.unreadable': 'The cell is neither yes nor no',
  'duplicate.product-id': 'Another product has this id',
  'duplicate.sku': 'Another product has this SKU',
  'duplicate.plu': 'Another product has this PLU',
  'duplicate.barcode': 'Another product has this barcode',
  'duplicate.name': 'Another product has this name, and there is no code to tell the two apart',
} as const;
export type RefusalReason = keyof typeof REFUSALS;

/** Why a row did not become a product of its own. */
export const MERGES = {
  'merged.same': 'The row says nothing that a row before it has not said',
  'merged.barcode': 'The row gives one more barcode for the product of a row before it',
} as const;
export type MergeReason = keyof typeof MERGES;

/** What was done to a row that was imported otherwise than it was written. */
export const CHANGES = {
  'name.bidi-controls': 'Characters that turn the direction of writing were taken out of the name',
  'name.control-characters': 'Control characters were taken out of the name',
  'name.invisible-characters': 'Invisible characters were taken out of the name',
  'name.spaces': 'Needless spaces and line breaks were taken out of the name',
  'code.cleaned': 'Invisible characters, spaces or the dress of a spreadsheet were taken off a code',
  'code.from-name': 'There is no code: one was made from the name',
  'barcode.check-digit-kept': 'The check digit is wrong: the code is kept as one of the shop’s own',
  'barcode.placeholder': 'The barcode is nothing but zeros, and was left out',
  'category.left-out': 'The category is too long to be one, or there are too many, and was left out',
  'image.left-out': 'The picture is not the name of a file in the picture folder, and was left out',
} as const;
export type ChangeReason = keyof typeof CHANGES;

export type RowReason = RefusalReason | MergeReason | ChangeReason;
export type RowOutcome = 'refused' | 'merged' | 'changed';
