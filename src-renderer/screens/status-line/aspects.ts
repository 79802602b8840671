import {
  Archive,
  Bell,
  Clock,
  ClockAlert,
  CloudOff,
  CloudUpload,
  MonitorSmartphone,
  Printer,
  PrinterX,
  Scale,
  ScanBarcode,
  Unplug,
  Wifi,
  WifiOff,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TerminalStatus } from '../../../src-shared/contract/terminal-state.ts';
import { isolateByContent, isolateLeftToRight } from '../../../src-shared/text/bidi.ts';
import { toEasternDigits } from '../../../src-shared/text/digits.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import type { IconDrawing } from '../../ui/icon.tsx';
import { type MoneyFormat, useMoneyFormat } from '../../ui/money-format.tsx';
import { useClock } from './use-clock.ts';

export type AspectId = 'notices' | 'connection' | 'network' | 'printer' | 'drawer' | 'unsent' | 'clock' | `device ${string}`;

/** One thing the state line tells: in a word there, and in sentences where it is tapped. */
export interface Aspect {
  readonly id: AspectId;
  readonly icon: IconDrawing;
  /** `quiet` when well; `warning` when a person should know; `danger` when a person must act. */
  readonly kind: 'quiet' | 'warning' | 'danger';
  readonly short: string;
  readonly title: string;
  readonly text: string;
  /** What to do about it; null when nothing needs doing. */
  readonly todo: string | null;
}

type Say = (key: string, values?: Record<string, string | number>) => string;

function networkAspect({ network }: TerminalStatus, t: Say): Aspect {
  const icon = network === 'online' ? Wifi : network === 'offline' ? WifiOff : CloudOff;
  return {
    id: 'network',
    icon,
    kind: network === 'offline' ? 'warning' : 'quiet',
    short: t(`network.${network}.short`),
    title: t('network.title'),
    text: t(`network.${network}.text`),
    todo: network === 'offline' ? t('network.offline.todo') : null,
  };
}

function printerAspect({ printer }: TerminalStatus, t: Say): Aspect {
  const needsPerson = printer.asking > 0;
  const isTroubled = printer.state === 'trouble' || needsPerson;
  const isNearEnd = printer.paperNearEnd && !isTroubled;
  const nearEnd = printer.paperNearEnd ? t('printer.nearEnd.short') : '';
  const fault = printer.fault === null ? '' : t(`printing:faults.${printer.fault}`);
  const waiting = printer.waiting > 0 ? t('printer.waiting', { count: printer.waiting }) : '';
  const asking = needsPerson ? t('printer.asking', { count: printer.asking }) : '';
  const remedy = printer.fault === null ? null : t(`printing:remedies.${printer.fault}`);
  return {
    id: 'printer',
    icon: isTroubled || printer.state === 'none' ? PrinterX : Printer,
    kind: isTroubled || isNearEnd ? 'warning' : 'quiet',
    short: needsPerson ? asking : isNearEnd ? nearEnd : t(`printer.short.${printer.state}`),
    title: t('printer.title'),
    text: [printer.name ?? '', fault === '' ? t(`printing:printerStates.${printer.state}`) : fault, nearEnd, waiting, asking]
      .filter((part) => part !== '')
      .join(' — '),
    todo: isTroubled ? (remedy ?? t('printer.todo')) : isNearEnd ? t('printer.nearEnd.todo') : null,
  };
}

/** Null where nobody can say whether the drawer is open. */
function drawerAspect({ drawer }: TerminalStatus, t: Say): Aspect | null {
  if (drawer.state === 'not-read') return null;
  const words = drawer.leftOpen ? 'left' : drawer.state;
  return {
    id: 'drawer',
    icon: Archive,
    kind: drawer.leftOpen ? 'danger' : 'quiet',
    short: t(`drawer.${words}.short`),
    title: t('drawer.title'),
    text: t(`drawer.${words}.text`),
    todo: drawer.leftOpen ? t('drawer.left.todo') : null,
  };
}

function unsentAspect({ unsentEntries, network }: TerminalStatus, t: Say): Aspect {
  const isLocal = network === 'not-set-up';
  return {
    id: 'unsent',
    icon: CloudUpload,
    kind: 'quiet',
    short: t(isLocal ? 'unsent.kept' : 'unsent.short', { count: unsentEntries }),
    title: t('unsent.title'),
    text: t(isLocal ? 'unsent.keptText' : 'unsent.text', { count: unsentEntries }),
    todo: null,
  };
}

function timeText(now: Date, timeZone: string, { language, digits }: MoneyFormat): string {
  const text = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(now);
  return isolateLeftToRight(language === 'ar' && digits === 'eastern' ? toEasternDigits(text) : text);
}

function clockAspect({ clock }: TerminalStatus, time: string, t: Say): Aspect {
  const isRight = clock.state === 'right';
  return {
    id: 'clock',
    icon: isRight ? Clock : ClockAlert,
    kind: isRight ? 'quiet' : 'warning',
    short: isRight ? time : t('clock.movedBack.short'),
    title: t('clock.title'),
    text: isRight ? t('clock.right', { time }) : t('clock.movedBack.text', { time, count: Math.ceil(clock.behindMs / 60_000) }),
    todo: isRight ? null : t('clock.movedBack.todo'),
  };
}

/** What `terminalStatusSchema` says of a scale, a customer display and a serial scanner alike. */
interface Device {
  readonly id: AspectId;
  readonly icon: IconDrawing;
  readonly title: string;
  readonly state: TerminalStatus['scale']['state'];
  readonly fault: string | null;
}

function deviceAspect({ id, icon, title, state, fault }: Device, t: Say): Aspect {
  return {
    id,
    icon,
    kind: state === 'trouble' ? 'warning' : 'quiet',
    short: title,
    title,
    text: t(`devices:states.${state}`),
    todo: fault === null ? null : t(`devices:faults.${fault}`),
  };
}

/** The devices the shop has set up. */
function deviceAspects({ scale, customerDisplay, scanners }: TerminalStatus, t: Say): readonly Aspect[] {
  const devices: Device[] = [
    { id: 'device scale', icon: Scale, title: t('devices:scale'), ...scale },
    { id: 'device display', icon: MonitorSmartphone, title: t('devices:display'), ...customerDisplay },
    ...scanners.map(
      ({ scannerId, name, state, fault }): Device => ({
        id: `device ${scannerId}`,
        icon: ScanBarcode,
        title: `${t('devices:scanner')} ${isolateByContent(name)}`,
        state,
        fault,
      }),
    ),
  ];
  return devices.filter(({ state }) => state !== 'none').map((device) => deviceAspect(device, t));
}

/** Whether the line has a place for it always; a device is named there only when something is wrong with it. */
export function isOnLine({ id, kind }: Aspect, status?: Pick<TerminalStatus, 'drawer'> | null): boolean {
  if (id === 'drawer') return status?.drawer.state === 'open';
  return kind !== 'quiet' || !id.startsWith('device ');
}

/** What there is to tell, in the order it is shown; what needs a person first. */
export function useAspects(): readonly Aspect[] {
  const { t: translate } = useTranslation(['status', 'printing', 'devices']);
  const t: Say = (key, values) => translate(key, values ?? {});
  const format = useMoneyFormat();
  const now = useClock();
  const connection = useTerminal((view) => view.connection);
  const status = useTerminal((view) => view.terminal?.status ?? null);
  const timeZone = useTerminal((view) => view.terminal?.settings?.timeZone ?? 'UTC');
  const noticeCount = useTerminal((view) => view.terminal?.notices.length ?? 0);
  const aspects: Aspect[] = [];
  if (connection === 'lost') {
    const words = { short: t('connection.short'), title: t('connection.title'), text: t('connection.text'), todo: t('connection.todo') };
    aspects.push({ id: 'connection', icon: Unplug, kind: 'danger', ...words });
  }
  if (noticeCount > 0) {
    const words = { short: t('notices.short', { count: noticeCount }), title: t('notices.title'), text: t('notices.text'), todo: null };
    aspects.push({ id: 'notices', icon: Bell, kind: 'warning', ...words });
  }
  if (status !== null) {
    const time = timeText(now, timeZone, format);
    aspects.push(
      networkAspect(status, t),
      printerAspect(status, t),
      ...[drawerAspect(status, t)].filter((aspect) => aspect !== null),
      unsentAspect(status, t),
      clockAspect(status, time, t),
      ...deviceAspects(status, t),
    );
  }
  return aspects;
}
