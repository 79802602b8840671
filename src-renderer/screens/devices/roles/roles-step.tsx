import { Cable, MonitorSmartphone, Plus, Scale, ScanBarcode, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceChange } from '../../../../src-shared/contract/device-setup-api.ts';
import type { DeviceConnection } from '../../../../src-shared/settings/serial-devices.ts';
import { useTerminal } from '../../../state/terminal-store.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon, type IconDrawing } from '../../../ui/icon.tsx';
import { Notice } from '../../../ui/notice.tsx';
import styles from '../cards.module.css';
import { changeDevices, useDevices } from '../devices-view.ts';
import { PrinterCard } from './printer-card.tsx';
import { PrinterForm } from './printer-form.tsx';
import { SerialDeviceForm, type SerialUse } from './serial-device-form.tsx';

/** Files of the technician's own that cannot be used: said with their line, and never passed over in silence. */
function BrokenProfiles() {
  const { t } = useTranslation('hardware');
  const overview = useDevices((view) => view.overview);
  if (overview === null) return null;
  return (
    <>
      {overview.brokenProfiles.map(({ file, findings }) => (
        <Notice key={file} kind="danger">
          {t('brokenProfile')} <bdi dir="ltr">{file}</bdi>
          {findings.map((finding) => (
            <p key={finding} dir="ltr">
              {finding}
            </p>
          ))}
        </Notice>
      ))}
      <p className={styles.quiet}>
        {t('ownProfiles')} <bdi dir="ltr">{overview.profileFolder}</bdi>
      </p>
    </>
  );
}

interface OtherDeviceProps {
  readonly icon: IconDrawing;
  readonly name: string;
  readonly detail: string;
  readonly remove: DeviceChange;
}

function OtherDevice({ icon, name, detail, remove }: OtherDeviceProps) {
  const { t } = useTranslation('hardware');
  return (
    <li className={styles.card}>
      <div className={styles.row}>
        <div className={styles.who}>
          <Icon drawing={icon} />
          <div className={styles.text}>
            <p className={styles.name}>
              <bdi>{name}</bdi>
            </p>
            <p className={styles.quiet}>{detail}</p>
          </div>
        </div>
        <Button icon={Trash2} onPress={() => void changeDevices(remove)}>
          {t('remove')}
        </Button>
      </div>
    </li>
  );
}

function OtherDevices() {
  const { t } = useTranslation('hardware');
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  if (settings === null) return null;
  const { scale, customerDisplay, serialScanners, hidScanners } = settings;
  const placeOf = (connection: DeviceConnection) => (connection.kind === 'virtual' ? t('places.virtual') : connection.path);
  return (
    <ul className={styles.cards}>
      {scale !== null && (
        <OtherDevice
          icon={Scale}
          name={scale.name}
          detail={`${t(`protocols.${scale.protocol}`)} · ${placeOf(scale.connection)}`}
          remove={{ kind: 'scale.set', scale: null }}
        />
      )}
      {customerDisplay !== null && (
        <OtherDevice
          icon={MonitorSmartphone}
          name={t('kinds.display')}
          detail={`${t(`protocols.${customerDisplay.protocol}`)} · ${placeOf(customerDisplay.connection)}`}
          remove={{ kind: 'display.set', display: null }}
        />
      )}
      {serialScanners.map(({ scannerId, name, path }) => (
        <OtherDevice key={scannerId} icon={ScanBarcode} name={name} detail={path} remove={{ kind: 'serial-scanner.remove', scannerId }} />
      ))}
      {hidScanners.map(({ scannerId, name }) => (
        <OtherDevice
          key={scannerId}
          icon={ScanBarcode}
          name={name}
          detail={t('kinds.hidScanner')}
          remove={{ kind: 'hid-scanner.remove', scannerId }}
        />
      ))}
    </ul>
  );
}

/** What is set up, and what each printer is for. */
export function RolesStep() {
  const { t } = useTranslation('hardware');
  const printers = useTerminal((view) => view.terminal?.settings?.printers ?? []);
  const [isAdding, setIsAdding] = useState(false);
  const [serialUse, setSerialUse] = useState<SerialUse | null>(null);
  return (
    <>
      {printers.length === 0 && <Notice kind="info">{t('noPrinter')}</Notice>}
      <ul className={styles.cards}>
        {printers.map((printer) => (
          <PrinterCard key={printer.printerId} printer={printer} />
        ))}
      </ul>
      <OtherDevices />
      <div className={styles.buttons}>
        <Button
          icon={Plus}
          onPress={() => {
            setIsAdding(true);
          }}
        >
          {t('addPrinter')}
        </Button>
        {(['scale', 'display', 'scanner'] as const).map((use) => (
          <Button
            key={use}
            icon={Cable}
            onPress={() => {
              setSerialUse(use);
            }}
          >
            {t(`add.${use}`)}
          </Button>
        ))}
      </div>
      <BrokenProfiles />
      {isAdding && (
        <PrinterForm
          printer={null}
          onClose={() => {
            setIsAdding(false);
          }}
        />
      )}
      {serialUse !== null && (
        <SerialDeviceForm
          use={serialUse}
          path=""
          onClose={() => {
            setSerialUse(null);
          }}
        />
      )}
    </>
  );
}
