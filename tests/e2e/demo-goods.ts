/** Goods of the demo shop (resources/demo/products.tsv), by what a test needs of them. */
export const MILK = { code: '6139990015542', fr: 'Lait pasteurisé en sachet 1 L', price: '25,00' } as const;
export const UHT_MILK = { code: '6139990015917', fr: 'Lait UHT demi-écrémé 1 L', price: '150,00' } as const;
export const CAMEMBERT = { code: '6139990021093', fr: 'Camembert 250 g', price: '320,00' } as const;
export const TOMATOES = { plu: '01003', fr: 'Tomates', ar: 'طماطم', pricePerKg: '120,00' } as const;
/** A good code of no product, and one whose check digit is wrong. */
export const UNKNOWN_CODE = '4000000000006';
export const MISREAD_CODE = '6139990015543';
