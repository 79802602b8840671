import { CameraOff, CircleCheck, Flashlight, LoaderCircle, RotateCw, SwitchCamera } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_SCAN_LENGTH } from '../../../src-shared/barcode/resolve.ts';
import { takeScan } from '../../app/scan-intake.ts';
import { PanelFrame } from '../../screens/sell/panel-frame.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './camera-panel.module.css';
import type { CameraStatus } from './camera-scanner.ts';
import type { FrameRead } from './plausible.ts';
import { symbologyOnWire } from './scan-symbology.ts';
import { useCameraScanner } from './use-camera-scanner.ts';

function takeRead({ text, symbology }: FrameRead): void {
  if (text.length > MAX_SCAN_LENGTH) takeScan({ kind: 'unreadable' });
  else takeScan({ kind: 'read', text, symbology: symbologyOnWire(symbology), source: 'camera' });
}

interface StandInProps {
  readonly status: Exclude<CameraStatus, { kind: 'watching' }>;
  readonly onRetry: () => void;
}

/** What stands where the picture will be, or cannot be. */
function StandIn({ status, onRetry }: StandInProps) {
  const { t } = useTranslation('camera');
  if (status.kind === 'opening') {
    return (
      <EmptyState icon={LoaderCircle} title={t('opening.title')}>
        <p>{t('opening.hint')}</p>
      </EmptyState>
    );
  }
  return (
    <div role="alert" className={styles.fault}>
      <EmptyState icon={CameraOff} title={t(`fault.${status.fault}.title`)}>
        <p>{t(`fault.${status.fault}.hint`)}</p>
        <Button icon={RotateCw} onPress={onRetry}>
          {t('retry')}
        </Button>
      </EmptyState>
    </div>
  );
}

/** The camera as a scanner: what it sees, and what it has read. Each code goes the way of every scan. */
export function CameraPanel() {
  const { t } = useTranslation('camera');
  const [lastRead, setLastRead] = useState<FrameRead | null>(null);
  const { video, status, isTorchOn, switchTorch, retry, switchCamera } = useCameraScanner((read) => {
    setLastRead(read);
    takeRead(read);
  });
  const isWatching = status.kind === 'watching';
  return (
    <PanelFrame title={t('title')}>
      <div className={styles.view}>
        {/* A picture without sound has no captions to give. */}
        <video
          ref={video}
          className={classNames(styles.picture, isWatching && status.facesPerson && styles.mirrored)}
          hidden={!isWatching}
          muted
          playsInline
          aria-label={t('picture')}
        />
        {isWatching ? <span className={styles.aim} /> : <StandIn status={status} onRetry={retry} />}
      </div>
      <div className={styles.foot}>
        {lastRead === null ? (
          <p className={styles.hint}>{isWatching && t('hint')}</p>
        ) : (
          <p className={styles.read}>
            <Icon drawing={CircleCheck} />
            {t('read')} <bdi className={styles.code}>{lastRead.text}</bdi>
          </p>
        )}
        {isWatching && status.nextCameraId !== null && (
          <Button icon={SwitchCamera} onPress={switchCamera}>
            {t('switch')}
          </Button>
        )}
        {isWatching && status.hasTorch && (
          <Button icon={Flashlight} isPressed={isTorchOn} onPress={switchTorch}>
            {t('torch')}
          </Button>
        )}
      </div>
    </PanelFrame>
  );
}
