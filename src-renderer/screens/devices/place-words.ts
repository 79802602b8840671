import { useTranslation } from 'react-i18next';
import type { PrinterSettings } from '../../../src-shared/settings/store-settings.ts';
import { isolateLeftToRight } from '../../../src-shared/text/bidi.ts';

/** Where a printer is, as a technician reads it. */
export function usePlaceWords(): (transport: PrinterSettings['transport']) => string {
  const { t } = useTranslation('hardware');
  return (transport) => {
    const kind = t(`places.${transport.kind}`);
    const where = whereOf(transport);
    return where === '' ? kind : `${kind} ${isolateLeftToRight(where)}`;
  };
}

function whereOf(transport: PrinterSettings['transport']): string {
  switch (transport.kind) {
    case 'virtual':
      return '';
    case 'tcp':
      return `${transport.host}:${transport.port}`;
    case 'usb':
      return (
        [hex(transport.vendorId), hex(transport.productId)].join(':') +
        (transport.serialNumber === null ? '' : ` ${transport.serialNumber}`)
      );
    case 'serial':
    case 'file':
      return transport.path;
    case 'spooler':
      return transport.queue;
  }
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}
