import { z } from 'zod';

export const HID_SCANNER_API = {
  /** For the technician: what is plugged into the USB ports and could be a HID-POS scanner. `fault`: this machine does not tell. */
  'hid.devices': {
    request: z.object({}),
    response: z.object({
      devices: z.array(
        z.object({
          vendorId: z.int(),
          productId: z.int(),
          serialNumber: z.string().nullable(),
          /** The maker's and the product's, as the device says them; empty where it says nothing. */
          name: z.string(),
        }),
      ),
      fault: z.enum(['line.no-driver']).nullable(),
    }),
  },
} as const;
