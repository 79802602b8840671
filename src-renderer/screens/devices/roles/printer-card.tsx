import { Pencil, Printer, PrinterX, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import type { Category } from '../../../../src-shared/catalog/product.ts';
import { type PrinterRole, type PrintingSettings, rolesOf } from '../../../../src-shared/settings/printing.ts';
import type { PrinterSettings } from '../../../../src-shared/settings/store-settings.ts';
import { textIn } from '../../../../src-shared/text/localized-text.ts';
import { call, useTerminal } from '../../../state/terminal-store.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceButton } from '../../../ui/choice-button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useMoneyFormat } from '../../../ui/money-format.tsx';
import styles from '../cards.module.css';
import { changeDevices, useDevices } from '../devices-view.ts';
import { usePlaceWords } from '../place-words.ts';
import { PrinterForm } from './printer-form.tsx';

/** A stand-in waits as long as a person takes to put paper in. */
const BACKUP_AFTER_SECONDS = 20;
const ROLES: readonly PrinterRole[] = ['receipt', 'order', 'label', 'backup'];

function useCategories(): readonly Category[] {
  const [categories, setCategories] = useState<readonly Category[]>([]);
  useEffect(() => {
    let isShown = true;
    void call('catalog.categories', {}).then((answer) => {
      if (isShown && answer.ok) setCategories(answer.value.categories);
    });
    return () => {
      isShown = false;
    };
  }, []);
  return categories;
}

/** The printing settings with a printer given a role, or taken one. */
function withRole(
  printing: PrintingSettings,
  printerId: string,
  role: Exclude<PrinterRole, 'receipt'>,
  on: boolean,
  categoryIds: readonly string[],
): PrintingSettings {
  const { orderPrinters, backups } = printing;
  switch (role) {
    case 'order': {
      const others = orderPrinters.filter((each) => each.printerId !== printerId);
      return { ...printing, orderPrinters: on ? [...others, { printerId, categoryIds: [...categoryIds] }] : others };
    }
    case 'label':
      return { ...printing, labelPrinterId: on ? printerId : null };
    case 'backup':
      return { ...printing, backups: backups.filter((each) => each.backupPrinterId !== printerId) };
  }
}

function useRoleChange(printerId: string, categories: readonly Category[]): (role: PrinterRole, on: boolean) => void {
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  return (role, on) => {
    if (settings === null) return;
    if (role === 'receipt') {
      void changeDevices({ kind: 'receipt-printer.set', printerId: on ? printerId : null });
      return;
    }
    const printing = withRole(
      settings.printing,
      printerId,
      role,
      on,
      categories.map(({ categoryId }) => categoryId),
    );
    const { receiptPrinterId } = settings;
    const isStandIn = role === 'backup' && on && receiptPrinterId !== null;
    const backup = { printerId: receiptPrinterId ?? '', backupPrinterId: printerId, afterSeconds: BACKUP_AFTER_SECONDS };
    // One printer has one stand-in; a new one takes the place of the one before.
    const backups = isStandIn ? [...printing.backups.filter((each) => each.printerId !== receiptPrinterId), backup] : printing.backups;
    void changeDevices({ kind: 'printing.set', printing: { ...printing, backups } });
  };
}

/** Which goods go on its order tickets. */
function OrderCategories({ printerId, categories }: { readonly printerId: string; readonly categories: readonly Category[] }) {
  const { t } = useTranslation('hardware');
  const { language } = useMoneyFormat();
  const printing = useTerminal((view) => view.terminal?.settings?.printing ?? null);
  const chosen = printing?.orderPrinters.find((order) => order.printerId === printerId)?.categoryIds ?? [];
  if (printing === null) return null;
  const toggle = (categoryId: string) => {
    const categoryIds = chosen.includes(categoryId) ? chosen.filter((id) => id !== categoryId) : [...chosen, categoryId];
    const others = printing.orderPrinters.filter((order) => order.printerId !== printerId);
    const orderPrinters = categoryIds.length === 0 ? others : [...others, { printerId, categoryIds }];
    void changeDevices({ kind: 'printing.set', printing: { ...printing, orderPrinters } });
  };
  return (
    <Group className={styles.group ?? ''} aria-label={t('orderCategories')}>
      <p className={styles.label}>{t('orderCategories')}</p>
      <div className={styles.choices}>
        {categories.map(({ categoryId, name }) => (
          <ChoiceButton
            key={categoryId}
            size="regular"
            isChosen={chosen.includes(categoryId)}
            onPress={() => {
              toggle(categoryId);
            }}
          >
            {textIn(name, language)}
          </ChoiceButton>
        ))}
      </div>
    </Group>
  );
}

/** What a printer is for, each to be touched on and off. */
function Roles({ printer: { printerId, name } }: { readonly printer: PrinterSettings }) {
  const { t } = useTranslation('hardware');
  const categories = useCategories();
  const setRole = useRoleChange(printerId, categories);
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  if (settings === null) return null;
  const roles = rolesOf(printerId, settings);
  const canHave = (role: PrinterRole): boolean => {
    if (role === 'order') return categories.length > 0;
    return role !== 'backup' || (settings.receiptPrinterId !== null && settings.receiptPrinterId !== printerId);
  };
  return (
    <>
      <Group className={styles.choices ?? ''} aria-label={t('roles.title', { name })}>
        {ROLES.filter(canHave).map((role) => (
          <ChoiceButton
            key={role}
            size="regular"
            isChosen={roles.includes(role)}
            onPress={() => {
              setRole(role, !roles.includes(role));
            }}
          >
            {t(`roles.${role}`)}
          </ChoiceButton>
        ))}
      </Group>
      {roles.includes('order') && <OrderCategories printerId={printerId} categories={categories} />}
    </>
  );
}

/** One printer: where it is, how it is at this moment, what it is for. */
export function PrinterCard({ printer }: { readonly printer: PrinterSettings }) {
  const { t } = useTranslation('hardware');
  const placeOf = usePlaceWords();
  const { printerId, name, profileId, transport } = printer;
  const [isEdited, setIsEdited] = useState(false);
  const model = useDevices(({ overview }) => overview?.profiles.find((profile) => profile.profileId === profileId)?.name ?? profileId);
  const status = useTerminal((view) => view.terminal?.status?.printers.find((each) => each.printerId === printerId));
  const fault = status?.fault ?? null;
  return (
    <li className={styles.card}>
      <div className={styles.row}>
        <div className={styles.who}>
          <Icon drawing={status?.state === 'trouble' ? PrinterX : Printer} />
          <div className={styles.text}>
            <p className={styles.name}>
              <bdi>{name}</bdi>
            </p>
            <p className={styles.quiet}>
              {placeOf(transport)} · <bdi>{model}</bdi>
            </p>
            <p role="status">
              {fault === null ? t(`printing:printerStates.${status?.state ?? 'unknown'}`) : t(`printing:faults.${fault}`)}
            </p>
          </div>
        </div>
        <div className={styles.buttons}>
          <Button
            icon={Pencil}
            onPress={() => {
              setIsEdited(true);
            }}
          >
            {t('edit')}
          </Button>
          <Button icon={Trash2} onPress={() => void changeDevices({ kind: 'printer.remove', printerId })}>
            {t('remove')}
          </Button>
        </div>
      </div>
      <Roles printer={printer} />
      {isEdited && (
        <PrinterForm
          printer={printer}
          onClose={() => {
            setIsEdited(false);
          }}
        />
      )}
    </li>
  );
}
