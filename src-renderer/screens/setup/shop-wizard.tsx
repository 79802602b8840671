import { ArrowLeft, ArrowRight, Check, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { showAfterSignIn } from '../../app/navigation.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { changeTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { presetOf } from './presets.ts';
import { changeDraft, dropDraft, leaveDraft, type ShopDraft, STEPS, type StepName } from './shop-draft.ts';
import { type DraftField, problemsOf, settingsOf } from './shop-settings.ts';
import styles from './shop-wizard.module.css';
import { CountryStep } from './steps/country-step.tsx';
import { PeopleStep } from './steps/people-step.tsx';
import { ShopStep } from './steps/shop-step.tsx';
import type { StepProps } from './steps/step-props.ts';
import { TillStep } from './steps/till-step.tsx';

const STEP_VIEWS: Readonly<Record<StepName, (props: StepProps) => React.ReactNode>> = {
  country: CountryStep,
  shop: ShopStep,
  till: TillStep,
  people: PeopleStep,
};
const NOTHING_WRONG: readonly DraftField[] = [];

/** Opens the shop as described. `refusal` is why it was not opened. */
function useOpening(draft: ShopDraft) {
  const { t } = useTranslation('setup');
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const open = async () => {
    const settings = settingsOf(draft, presetOf(draft.presetId), {
      language: draft.language,
      machineTimeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      names: {
        tax: { fr: t('taxName', { lng: 'fr' }), ar: t('taxName', { lng: 'ar' }), en: t('taxName', { lng: 'en' }) },
        practicePrinter: t('till.practicePrinter'),
        networkPrinter: t('till.networkPrinter'),
      },
    });
    setIsBusy(true);
    const answer = await changeTerminal('setup.shop', { settings });
    setIsBusy(false);
    if (answer.ok) {
      dropDraft();
      // A new till is tried before it sells: its devices come next, for whoever signs in first.
      showAfterSignIn('devices');
    } else setRefusal(answer.error);
  };
  return { isBusy, refusal, open };
}

/** A shop in four short steps. Everything typed is kept: it can be left at any moment and gone on with. */
export function ShopWizard({ draft }: { readonly draft: ShopDraft }) {
  const { t } = useTranslation('setup');
  const words = useRefusalWords();
  const [shown, setShown] = useState<StepName | null>(null);
  const { isBusy, refusal, open } = useOpening(draft);
  const at = STEPS.indexOf(draft.step);
  const wrong = problemsOf(draft, draft.step);
  const isLast = at === STEPS.length - 1;
  const next = () => {
    setShown(draft.step);
    if (wrong.length > 0 || isBusy) return;
    const following = STEPS[at + 1];
    if (following === undefined) void open();
    else changeDraft({ step: following });
  };
  const back = () => {
    const before = STEPS[at - 1];
    if (before === undefined) leaveDraft();
    else changeDraft({ step: before });
  };
  useShortcut('Enter', next);
  useShortcut('Escape', back, { inFields: true });
  const Step = STEP_VIEWS[draft.step];
  return (
    <div className={styles.wizard}>
      <header className={styles.head}>
        <div>
          <p className={styles.progress}>{t('step', { at: at + 1, of: STEPS.length })}</p>
          <h1 className={styles.title}>{t(`${draft.step}.title`)}</h1>
        </div>
        <Button variant="quiet" icon={X} onPress={leaveDraft}>
          {t('later')}
        </Button>
      </header>
      <div className={styles.body}>
        <div className={styles.fields} key={draft.step}>
          <Step draft={draft} wrong={shown === draft.step ? wrong : NOTHING_WRONG} onEnter={next} />
          {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
        </div>
      </div>
      <footer className={styles.foot}>
        <Button size="large" icon={ArrowLeft} iconMirrored keyHint="Esc" onPress={back}>
          {t('back')}
        </Button>
        <div className={styles.next}>
          <Button
            variant="primary"
            size="large"
            fill
            icon={isLast ? Check : ArrowRight}
            iconMirrored={!isLast}
            keyHint="↵"
            isDisabled={isBusy}
            onPress={next}
          >
            {t(isLast ? 'open' : 'next')}
          </Button>
        </div>
      </footer>
    </div>
  );
}
