import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';

const MAX_SCANNERS = 8;
const usbIdSchema = z.int().min(0).max(0xffff);

/** A scanner at the USB port set to HID-POS (makers also say "USB HID bar code scanner", "IBM hand-held" is another mode). */
export const hidScannerSettingsSchema = z.object({
  scannerId: wellFormedSchema.min(1).max(64),
  name: wellFormedSchema.min(1).max(64),
  vendorId: usbIdSchema,
  productId: usbIdSchema,
  /** Null: there is only one of its kind on this machine. */
  serialNumber: wellFormedSchema.min(1).max(126).nullable(),
});
export type HidScannerSettings = z.infer<typeof hidScannerSettingsSchema>;

/** A file from before they existed has none. */
export const hidScannersShape = {
  hidScanners: z.array(hidScannerSettingsSchema).max(MAX_SCANNERS).default([]),
};
