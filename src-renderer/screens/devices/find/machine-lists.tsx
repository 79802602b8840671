import { Cable, Plus, RotateCw, ScanBarcode } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SerialPortInfo } from '../../../../src-shared/contract/device-state.ts';
import { useTerminal } from '../../../state/terminal-store.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import styles from '../cards.module.css';
import { changeDevices, freeId, lookAtMachine, useDevices } from '../devices-view.ts';
import { SerialDeviceForm, type SerialUse } from '../roles/serial-device-form.tsx';
import { FoundPrinters } from './found-printers.tsx';

const MAX_NAME_LENGTH = 64;
const USES: readonly SerialUse[] = ['scale', 'display', 'scanner', 'printer'];

function Port({ port }: { readonly port: SerialPortInfo }) {
  const { t } = useTranslation('hardware');
  const [use, setUse] = useState<SerialUse | null>(null);
  const path = port.stablePath ?? port.path;
  return (
    <li className={styles.card}>
      <div className={styles.row}>
        <div className={styles.who}>
          <Icon drawing={Cable} />
          <div className={styles.text}>
            <p className={styles.name}>
              <bdi dir="ltr">{port.path}</bdi>
            </p>
            {port.manufacturer !== null && (
              <p className={styles.quiet}>
                <bdi>{port.manufacturer}</bdi>
              </p>
            )}
          </div>
        </div>
        <div className={styles.buttons}>
          {USES.map((each) => (
            <Button
              key={each}
              onPress={() => {
                setUse(each);
              }}
            >
              {t(`kinds.${each}`)}
            </Button>
          ))}
        </div>
      </div>
      {use !== null && (
        <SerialDeviceForm
          use={use}
          path={path}
          onClose={() => {
            setUse(null);
          }}
        />
      )}
    </li>
  );
}

/** Devices that could be scanners set to HID-POS. One that is set up already is not offered again. */
function HidScanners() {
  const { t } = useTranslation('hardware');
  const hid = useDevices((view) => view.hid);
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  if (settings === null) return null;
  const { hidScanners, serialScanners } = settings;
  const free = hid.filter(
    ({ vendorId, productId, serialNumber }) =>
      !hidScanners.some((each) => each.vendorId === vendorId && each.productId === productId && each.serialNumber === serialNumber),
  );
  const taken = [...serialScanners, ...hidScanners].map(({ scannerId }) => scannerId);
  return (
    <ul className={styles.cards}>
      {free.map(({ vendorId, productId, serialNumber, name }) => {
        const shown = (name === '' ? t('kinds.hidScanner') : name).slice(0, MAX_NAME_LENGTH);
        const scanner = { scannerId: freeId('hid', taken), name: shown, vendorId, productId, serialNumber };
        return (
          <li key={`${vendorId} ${productId} ${serialNumber ?? ''}`} className={styles.card}>
            <div className={styles.row}>
              <div className={styles.who}>
                <Icon drawing={ScanBarcode} />
                <div className={styles.text}>
                  <p className={styles.name}>
                    <bdi>{shown}</bdi>
                  </p>
                  <p className={styles.quiet}>
                    {t('kinds.hidScanner')}
                    {serialNumber !== null && <bdi dir="ltr"> · {serialNumber}</bdi>}
                  </p>
                </div>
              </div>
              <Button icon={Plus} onPress={() => void changeDevices({ kind: 'hid-scanner.put', scanner })}>
                {t('use')}
              </Button>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** What this machine knows of itself. A list it does not have says so, and what can be done without it. */
export function MachineLists() {
  const { t } = useTranslation('hardware');
  const local = useDevices((view) => view.local);
  const isLooking = useDevices((view) => view.isLooking);
  return (
    <section className={styles.group} aria-labelledby="devices-machine">
      <div className={styles.row}>
        <h2 id="devices-machine" className={styles.heading}>
          {t('machine.title')}
        </h2>
        <Button icon={RotateCw} isDisabled={isLooking} onPress={() => void lookAtMachine()}>
          {t('machine.again')}
        </Button>
      </div>
      {local === null ? (
        <p className={styles.quiet}>{t('machine.looking')}</p>
      ) : (
        <>
          <FoundPrinters found={[...local.usb.found, ...local.queues.found]} />
          <HidScanners />
          <ul className={styles.cards}>
            {local.serial.ports.map((port) => (
              <Port key={port.path} port={port} />
            ))}
          </ul>
          {local.usb.found.length === 0 && <p className={styles.quiet}>{t(`machine.usb.${local.usb.fault ?? 'none'}`)}</p>}
          {local.queues.found.length === 0 && <p className={styles.quiet}>{t(`machine.queues.${local.queues.fault ?? 'none'}`)}</p>}
          {local.serial.ports.length === 0 && (
            <p className={styles.quiet}>{t(local.serial.fault === null ? 'machine.serial.none' : 'machine.serial.untold')}</p>
          )}
        </>
      )}
    </section>
  );
}
