import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { USUAL_FORMAT } from '../../../../src-shared/settings/serial-devices.ts';
import { type PrinterSettings, printerSettingsSchema } from '../../../../src-shared/settings/store-settings.ts';
import { useRefusalWords } from '../../../i18n/use-refusal-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ListBox } from '../../../ui/list-box.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from '../cards.module.css';
import { addPrinter, changeDevices, useDevices } from '../devices-view.ts';
import { Choices } from './serial-device-form.tsx';

/** Those that can be typed; one on USB is taken from the list of what was found. */
const TYPED_KINDS = ['tcp', 'spooler', 'serial', 'file'] as const;
type Kind = PrinterSettings['transport']['kind'];
const RAW_PORT = '9100';
const GENERIC_PROFILE = 'generic-80mm';

interface Draft {
  readonly name: string;
  readonly kind: Kind;
  /** Host, queue, port or file: what the kind is reached by. */
  readonly where: string;
  readonly port: string;
  readonly profileId: string;
  readonly isShared: boolean;
}

function draftOf(printer: PrinterSettings | null, name: string): Draft {
  if (printer === null) return { name, kind: 'tcp', where: '', port: RAW_PORT, profileId: GENERIC_PROFILE, isShared: false };
  const { transport } = printer;
  const where =
    transport.kind === 'tcp' ? transport.host : transport.kind === 'spooler' ? transport.queue : 'path' in transport ? transport.path : '';
  const port = transport.kind === 'tcp' ? String(transport.port) : RAW_PORT;
  return { name: printer.name, kind: transport.kind, where, port, profileId: printer.profileId, isShared: printer.shared === true };
}

function transportOf({ kind, where, port }: Draft, before: PrinterSettings | null): unknown {
  const place = where.trim();
  switch (kind) {
    case 'tcp':
      return { kind, host: place, port: Number(port) };
    case 'spooler':
      return { kind, queue: place };
    case 'file':
      return { kind, path: place };
    case 'serial':
      return { kind, path: place, format: before?.transport.kind === 'serial' ? before.transport.format : USUAL_FORMAT };
    case 'usb':
    case 'virtual':
      return before?.transport;
  }
}

/** The printer as described, or the first part of it that cannot be so. */
function printerOf(
  draft: Draft,
  before: PrinterSettings | null,
): { readonly printer: PrinterSettings } | { readonly wrong: 'name' | 'where' | 'port' } {
  const parsed = printerSettingsSchema.safeParse({
    printerId: before?.printerId ?? 'new',
    name: draft.name.trim(),
    transport: transportOf(draft, before),
    profileId: draft.profileId,
    ...(draft.isShared ? { shared: true } : {}),
  });
  if (parsed.success) return { printer: parsed.data };
  const [field, part] = parsed.error.issues[0]?.path ?? [];
  if (field === 'name') return { wrong: 'name' };
  return { wrong: part === 'port' ? 'port' : 'where' };
}

interface PrinterFormProps {
  /** Null: a new one. */
  readonly printer: PrinterSettings | null;
  readonly onClose: () => void;
}

/** A printer that is typed, or changed. What was refused is said in the form, and nothing typed is lost. */
export function PrinterForm({ printer, onClose }: PrinterFormProps) {
  const { t } = useTranslation('hardware');
  const words = useRefusalWords();
  const refusal = useDevices((view) => view.refusal);
  const [draft, setDraft] = useState(() => draftOf(printer, t('kinds.printer')));
  const [isAsked, setIsAsked] = useState(false);
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
  };
  const outcome = printerOf(draft, printer);
  const wrong = isAsked && 'wrong' in outcome ? outcome.wrong : null;
  const save = async () => {
    setIsAsked(true);
    if ('wrong' in outcome) return;
    const isDone =
      printer === null ? await addPrinter(outcome.printer) : await changeDevices({ kind: 'printer.put', printer: outcome.printer });
    if (isDone) onClose();
  };
  return (
    <Dialog
      title={t(printer === null ? 'addPrinter' : 'editPrinter')}
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
          error={wrong === 'name' ? t('nameWrong') : null}
        />
        {printer === null && (
          <Choices
            label={t('connection')}
            options={TYPED_KINDS}
            chosen={draft.kind}
            nameOf={(kind) => t(`places.${kind}`)}
            onChoose={(kind) => change({ kind })}
          />
        )}
        {TYPED_KINDS.some((kind) => kind === draft.kind) && (
          <Place draft={draft} wrong={wrong} change={change} onEnter={() => void save()} />
        )}
        <Models chosen={draft.profileId} onChoose={(profileId) => change({ profileId })} />
        <Switch isSelected={draft.isShared} onChange={(isShared) => change({ isShared })}>
          {t('shared')}
        </Switch>
        {isAsked && refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      </div>
    </Dialog>
  );
}

interface PlaceProps {
  readonly draft: Draft;
  readonly wrong: 'name' | 'where' | 'port' | null;
  readonly change: (part: Partial<Draft>) => void;
  readonly onEnter: () => void;
}

/** What the printer is reached by, as its kind of connection has it. */
function Place({ draft, wrong, change, onEnter }: PlaceProps) {
  const { t } = useTranslation('hardware');
  return (
    <div className={styles.ask}>
      <div className={styles.field}>
        <TextField
          label={t(`where.${draft.kind}`)}
          value={draft.where}
          isLeftToRight
          onChange={(where) => change({ where })}
          error={wrong === 'where' ? t('whereWrong') : null}
          onEnter={onEnter}
        />
      </div>
      {draft.kind === 'tcp' && (
        <TextField
          label={t('port')}
          value={draft.port}
          isLeftToRight
          maxLength={5}
          onChange={(port) => change({ port })}
          error={wrong === 'port' ? t('portWrong') : null}
          onEnter={onEnter}
        />
      )}
    </div>
  );
}

/** What a printer can do, by model; the technician's own files among them. */
function Models({ chosen, onChoose }: { readonly chosen: string; readonly onChoose: (profileId: string) => void }) {
  const { t } = useTranslation('hardware');
  const profiles = useDevices(({ overview }) => overview?.profiles) ?? [];
  return (
    <div className={styles.group}>
      <p className={styles.label}>{t('model')}</p>
      <div className={styles.list}>
        <ListBox
          label={t('model')}
          selectedId={chosen}
          onChoose={onChoose}
          entries={profiles.map(({ profileId, name, from, widthDots, columns }) => ({
            id: profileId,
            text: name,
            content: (
              <span className={styles.text}>
                <bdi>{name}</bdi> <span className={styles.quiet}>{t(`profileFrom.${from}`, { dots: widthDots, columns })}</span>
              </span>
            ),
          }))}
        />
      </div>
    </div>
  );
}
