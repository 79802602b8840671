import { useEffect, useRef } from 'react';
import { useShortcutLayer } from '../ui/shortcut.tsx';
import { addScanEntry, type ScanEntry } from './scan-takers.ts';

/** Has a say in where a scan goes, for as long as the component is on the screen and `isEnabled`. */
export function useScanEntry(role: ScanEntry['role'], meet: ScanEntry['meet'], isEnabled = true): void {
  const layer = useShortcutLayer();
  const latest = useRef(meet);
  useEffect(() => {
    latest.current = meet;
  });
  useEffect(() => {
    if (!isEnabled) return undefined;
    return addScanEntry({ layer, role, meet: (scanned) => latest.current(scanned) });
  }, [layer, role, isEnabled]);
}
