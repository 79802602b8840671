import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTerminal } from '../../../state/terminal-store.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Notice } from '../../../ui/notice.tsx';
import styles from '../cards.module.css';
import { hasDrawer, useDevices } from '../devices-view.ts';
import { stepStates } from '../setup-steps.ts';
import { useDeviceNames } from './device-names.ts';
import { Diagnostics } from './diagnostics.tsx';
import { Exchanges } from './exchanges.tsx';

const DRAWINGS = { passed: CircleCheck, failed: CircleAlert, untested: CircleDashed } as const;

/** Every device with its state at this moment and its test; then what was said on the wires, and the file for somebody far away. */
export function FinishStep() {
  const { t } = useTranslation('hardware');
  const overview = useDevices((view) => view.overview);
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  const devices = useDeviceNames();
  if (settings === null || overview === null) return null;
  const states = stepStates(settings, overview.checks, (profileId) => hasDrawer(overview, profileId));
  return (
    <>
      <Notice kind={states.finish === 'done' ? 'success' : 'info'}>{t(states.finish === 'done' ? 'finish.done' : 'finish.open')}</Notice>
      <ul className={styles.cards}>
        {devices.map(({ deviceId, name, state }) => {
          const result = overview.checks[deviceId]?.result ?? 'untested';
          return (
            <li key={deviceId} className={styles.card}>
              <div className={styles.row}>
                <div className={styles.who}>
                  <Icon drawing={DRAWINGS[result]} />
                  <p className={styles.name}>
                    <bdi>{name}</bdi>
                  </p>
                </div>
                <p>{[state, t(`checks.${result}`)].filter((part) => part !== '').join(' · ')}</p>
              </div>
            </li>
          );
        })}
      </ul>
      <Exchanges />
      <Diagnostics />
    </>
  );
}
