import { useState } from 'react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import type { DeviceChange } from '../../../../src-shared/contract/device-setup-api.ts';
import {
  type LineFormat,
  SCALE_PROTOCOLS,
  type ScaleProtocolName,
  USUAL_FORMAT,
  USUAL_SCALE_FORMATS,
} from '../../../../src-shared/settings/serial-devices.ts';
import { useTerminal } from '../../../state/terminal-store.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceButton } from '../../../ui/choice-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from '../cards.module.css';
import { changeDevices, freeId } from '../devices-view.ts';

export type SerialUse = 'scale' | 'display' | 'scanner' | 'printer';

const DISPLAY_PROTOCOLS = ['cd5220', 'epson-dm-d'] as const;
const CODE_PAGES = ['ascii', 'cp437', 'cp858', 'windows-1252'] as const;
const SUFFIXES = ['any', 'cr', 'lf', 'tab', 'silence'] as const;
const BAUD_RATES = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200] as const;
/** Data bits, parity and stop bits, as every manual writes them. */
const FRAMES = ['8N1', '7E1', '7O1', '8E1', '8O1', '7N2'] as const;
const PARITIES = { N: 'none', E: 'even', O: 'odd' } as const;
const GENERIC_PROFILE = 'generic-80mm';
const MAX_PATH_LENGTH = 4_096;

interface Draft {
  readonly name: string;
  readonly path: string;
  readonly format: LineFormat;
  readonly scaleProtocol: ScaleProtocolName;
  readonly displayProtocol: (typeof DISPLAY_PROTOCOLS)[number];
  readonly codePage: (typeof CODE_PAGES)[number];
  readonly suffix: (typeof SUFFIXES)[number];
}

function frameOf({ dataBits, parity, stopBits }: LineFormat): string {
  return `${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`;
}

function withFrame(format: LineFormat, frame: (typeof FRAMES)[number]): LineFormat {
  const parity = PARITIES[frame.charAt(1) as keyof typeof PARITIES]; // Its second letter, of the list above.
  return { ...format, dataBits: frame.startsWith('7') ? 7 : 8, parity, stopBits: frame.endsWith('2') ? 2 : 1 };
}

interface ChoicesProps<T extends string | number> {
  readonly label: string;
  readonly options: readonly T[];
  readonly chosen: T | string;
  readonly nameOf: (option: T) => string;
  readonly onChoose: (option: T) => void;
}

export function Choices<T extends string | number>({ label, options, chosen, nameOf, onChoose }: ChoicesProps<T>) {
  return (
    <Group className={styles.group ?? ''} aria-label={label}>
      <p className={styles.label}>{label}</p>
      <div className={styles.choices}>
        {options.map((option) => (
          <ChoiceButton
            key={option}
            size="regular"
            isChosen={option === chosen}
            onPress={() => {
              onChoose(option);
            }}
          >
            {nameOf(option)}
          </ChoiceButton>
        ))}
      </div>
    </Group>
  );
}

interface SerialDeviceFormProps {
  readonly use: SerialUse;
  /** Of the port that was found; empty: to be typed. */
  readonly path: string;
  readonly onClose: () => void;
}

/** A device on a serial port: what it speaks, and how its line is set. */
export function SerialDeviceForm({ use, path, onClose }: SerialDeviceFormProps) {
  const { t } = useTranslation('hardware');
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  const [draft, setDraft] = useState<Draft>({
    name: t(`kinds.${use}`),
    path,
    format: use === 'scale' ? USUAL_SCALE_FORMATS['toledo-8217'] : USUAL_FORMAT,
    scaleProtocol: 'toledo-8217',
    displayProtocol: 'cd5220',
    codePage: 'cp858',
    suffix: 'any',
  });
  const [isAsked, setIsAsked] = useState(false);
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
  };
  const save = async () => {
    setIsAsked(true);
    if (draft.path.trim() === '' || draft.name.trim() === '' || settings === null) return;
    const taken =
      use === 'printer' ? settings.printers.map(({ printerId }) => printerId) : settings.serialScanners.map(({ scannerId }) => scannerId);
    const language = settings.defaultLanguage === 'en' ? 'en' : 'fr';
    if (await changeDevices(changeOf(use, draft, { id: freeId(use, taken), language }))) onClose();
  };
  return (
    <Dialog
      title={t(`kinds.${use}`)}
      isOpen
      onClose={onClose}
      onScan="refuse"
      size="wide"
      actions={
        <Button variant="primary" size="large" onPress={() => void save()}>
          {t('save')}
        </Button>
      }
    >
      <div className={styles.form}>
        <TextField
          label={t('name')}
          value={draft.name}
          maxLength={64}
          onChange={(name) => change({ name })}
          error={isAsked && draft.name.trim() === '' ? t('nameWrong') : null}
        />
        <TextField
          label={t('path')}
          description={t('pathHint')}
          value={draft.path}
          maxLength={MAX_PATH_LENGTH}
          isLeftToRight
          onChange={(changed) => change({ path: changed })}
          error={isAsked && draft.path.trim() === '' ? t('pathWrong') : null}
        />
        <Speech use={use} draft={draft} change={change} />
        <LineChoices format={draft.format} onChange={(format) => change({ format })} />
      </div>
    </Dialog>
  );
}

/** How the bits of the line are framed: both ends must agree. */
function LineChoices({ format, onChange }: { readonly format: LineFormat; readonly onChange: (format: LineFormat) => void }) {
  const { t } = useTranslation('hardware');
  return (
    <>
      <Choices
        label={t('speed')}
        options={BAUD_RATES}
        chosen={format.baudRate}
        nameOf={String}
        onChoose={(baudRate) => onChange({ ...format, baudRate })}
      />
      <Choices
        label={t('frame')}
        options={FRAMES}
        chosen={frameOf(format)}
        nameOf={String}
        onChoose={(frame) => onChange(withFrame(format, frame))}
      />
    </>
  );
}

function Speech({
  use,
  draft,
  change,
}: {
  readonly use: SerialUse;
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}) {
  const { t } = useTranslation('hardware');
  if (use === 'scale') {
    return (
      <Choices
        label={t('protocol')}
        options={SCALE_PROTOCOLS}
        chosen={draft.scaleProtocol}
        nameOf={(protocol) => t(`protocols.${protocol}`)}
        onChoose={(scaleProtocol) => change({ scaleProtocol, format: USUAL_SCALE_FORMATS[scaleProtocol] })}
      />
    );
  }
  if (use === 'scanner') {
    return (
      <Choices
        label={t('suffix')}
        options={SUFFIXES}
        chosen={draft.suffix}
        nameOf={(suffix) => t(`suffixes.${suffix}`)}
        onChoose={(suffix) => change({ suffix })}
      />
    );
  }
  if (use === 'printer') return null;
  return (
    <>
      <Choices
        label={t('protocol')}
        options={DISPLAY_PROTOCOLS}
        chosen={draft.displayProtocol}
        nameOf={(protocol) => t(`protocols.${protocol}`)}
        onChoose={(displayProtocol) => change({ displayProtocol })}
      />
      <Choices
        label={t('codePage')}
        options={CODE_PAGES}
        chosen={draft.codePage}
        nameOf={(page) => t(`codePages.${page}`)}
        onChoose={(codePage) => change({ codePage })}
      />
    </>
  );
}

function changeOf(use: SerialUse, draft: Draft, { id, language }: { readonly id: string; readonly language: 'fr' | 'en' }): DeviceChange {
  const path = draft.path.trim();
  const name = draft.name.trim();
  const { format } = draft;
  const connection = { kind: 'serial', path, format } as const;
  switch (use) {
    case 'scale':
      return { kind: 'scale.set', scale: { name, protocol: draft.scaleProtocol, connection } };
    case 'display':
      return {
        kind: 'display.set',
        display: { protocol: draft.displayProtocol, connection, codePage: draft.codePage, language, idle: null },
      };
    case 'scanner':
      return { kind: 'serial-scanner.put', scanner: { scannerId: id, name, path, format, suffix: draft.suffix, prefix: '' } };
    case 'printer':
      return { kind: 'printer.put', printer: { printerId: id, name, transport: connection, profileId: GENERIC_PROFILE } };
  }
}
