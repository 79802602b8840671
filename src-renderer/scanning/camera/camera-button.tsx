import { ScanLine } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { mediaDevices } from './camera-source.ts';

/** Whether this machine has a camera, as far as it tells before anyone has been asked; follows plugging in and out. */
function useHasCamera(): boolean {
  const [hasCamera, setHasCamera] = useState(false);
  useEffect(() => {
    const devices = mediaDevices();
    if (devices === null) return undefined;
    let isShown = true;
    const look = () => {
      void devices.enumerateDevices().then(
        (found) => {
          if (isShown) setHasCamera(found.some(({ kind }) => kind === 'videoinput'));
        },
        () => undefined,
      );
    };
    look();
    devices.addEventListener('devicechange', look);
    return () => {
      isShown = false;
      devices.removeEventListener('devicechange', look);
    };
  }, []);
  return hasCamera;
}

interface CameraButtonProps {
  readonly onOpen: () => void;
}

/** Opens the camera where there is one: a till without a camera has nothing to press. */
export function CameraButton({ onOpen }: CameraButtonProps) {
  const { t } = useTranslation('camera');
  return useHasCamera() ? <Button variant="quiet" icon={ScanLine} label={t('open')} onPress={onOpen} /> : null;
}
