import { useEffect, useState } from 'react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import type { Exchange, Meaning } from '../../../../src-shared/contract/device-setup-api.ts';
import { isolateByContent } from '../../../../src-shared/text/bidi.ts';
import { call, useTerminal } from '../../../state/terminal-store.ts';
import { ChoiceButton } from '../../../ui/choice-button.tsx';
import styles from '../cards.module.css';
import { sayRefusal } from '../devices-view.ts';
import { useDeviceNames } from './device-names.ts';
import table from './exchanges.module.css';

/** The table is looked at as it grows. */
const LOOK_MS = 1_000;

function useExchanges(deviceId: string): readonly Exchange[] | null {
  const [exchanges, setExchanges] = useState<readonly Exchange[] | null>(null);
  useEffect(() => {
    let isShown = true;
    const look = async () => {
      const answer = await call('devices.exchanges', { deviceId });
      if (!isShown) return;
      if (answer.ok) setExchanges(answer.value.exchanges);
      else sayRefusal(answer.error);
    };
    void look();
    const timer = window.setInterval(() => void look(), LOOK_MS);
    return () => {
      isShown = false;
      window.clearInterval(timer);
    };
  }, [deviceId]);
  return exchanges;
}

/** Says what bytes mean; codes of faults in the words the rest of the screen has for them. */
function useMeaningWords(): (meaning: Meaning) => string {
  const { t } = useTranslation('hardware');
  return ({ code, params }) => {
    const said = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, isolateByContent(String(value))]));
    const { fault } = params;
    if (typeof fault === 'string') said['fault'] = t(fault.startsWith('scale.') ? `devices:faults.${fault}` : `printing:faults.${fault}`);
    return t(`meanings.${code}`, said);
  };
}

/** To the thousandth of a second: what comes after what is the question. */
function timeOf(at: string, timeZone: string): string {
  const look = { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en-GB', look).format(new Date(at));
}

function Row({ exchange }: { readonly exchange: Exchange }) {
  const { t } = useTranslation('hardware');
  const words = useMeaningWords();
  const timeZone = useTerminal((view) => view.terminal?.settings?.timeZone ?? 'UTC');
  const { lastAt, times, direction, hex, byteCount, meanings } = exchange;
  return (
    <tr>
      <td className={table.time}>
        <bdi>{timeOf(lastAt, timeZone)}</bdi>
        {times > 1 && <span className={styles.quiet}> ×{times}</span>}
      </td>
      <td>{t(`exchanges.${direction}`)}</td>
      <td>{meanings.map(words).join(' · ')}</td>
      <td className={table.hex} dir="ltr">
        {hex}
        {byteCount > 0 && <bdi className={styles.quiet}> {t('exchanges.bytes', { count: byteCount })}</bdi>}
      </td>
    </tr>
  );
}

/** What went over one device's wire, newest first. */
function ExchangeTable({ deviceId, name }: { readonly deviceId: string; readonly name: string }) {
  const { t } = useTranslation('hardware');
  const exchanges = useExchanges(deviceId);
  if (exchanges === null) return null;
  if (exchanges.length === 0) return <p className={styles.quiet}>{t('exchanges.none')}</p>;
  return (
    <section
      className={table.scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody scrolls it by the keyboard (axe, scrollable-region-focusable)
      tabIndex={0}
      aria-label={t('exchanges.with', { name })}
    >
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('exchanges.time')}</th>
            <th scope="col">{t('exchanges.direction')}</th>
            <th scope="col">{t('exchanges.meaning')}</th>
            <th scope="col">{t('exchanges.hex')}</th>
          </tr>
        </thead>
        <tbody>
          {exchanges.toReversed().map((exchange, index) => (
            // Exchanges have no name of their own; the newest stands first, and the list is drawn anew as a whole.
            <Row key={`${exchange.at} ${exchanges.length - index}`} exchange={exchange} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The last hundred exchanges with a device, and what they mean. */
export function Exchanges() {
  const { t } = useTranslation('hardware');
  const devices = useDeviceNames().filter(({ isWired }) => isWired);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = devices.find((device) => device.deviceId === chosen) ?? devices[0];
  return (
    <section className={styles.group} aria-labelledby="devices-exchanges">
      <h2 id="devices-exchanges" className={styles.heading}>
        {t('exchanges.title')}
      </h2>
      <Group className={styles.choices ?? ''} aria-label={t('exchanges.device')}>
        {devices.map((device) => (
          <ChoiceButton
            key={device.deviceId}
            size="regular"
            isChosen={device === shown}
            onPress={() => {
              setChosen(device.deviceId);
            }}
          >
            {device.name}
          </ChoiceButton>
        ))}
      </Group>
      {shown !== undefined && <ExchangeTable key={shown.deviceId} deviceId={shown.deviceId} name={shown.name} />}
    </section>
  );
}
