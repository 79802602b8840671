import { ArrowLeft, ArrowRight, Check, CircleAlert, CircleCheck, CircleDashed, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { openOverlay, showScreen } from '../../app/navigation.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Icon, type IconDrawing } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import styles from './devices-screen.module.css';
import { enterDevices, hasDrawer, showStep, useDevices } from './devices-view.ts';
import { FindStep } from './find/find-step.tsx';
import { FinishStep } from './finish/finish-step.tsx';
import { RolesStep } from './roles/roles-step.tsx';
import { ScannersStep } from './scanners/scanners-step.tsx';
import { SETUP_STEPS, type SetupStep, type StepState, stepStates } from './setup-steps.ts';
import { TestsStep } from './tests/tests-step.tsx';

const STEP_VIEWS: Readonly<Record<SetupStep, () => React.ReactNode>> = {
  find: FindStep,
  roles: RolesStep,
  tests: TestsStep,
  scanners: ScannersStep,
  finish: FinishStep,
};

const STATE_DRAWINGS: Readonly<Record<StepState, IconDrawing>> = {
  done: CircleCheck,
  open: CircleDashed,
  optional: CircleDashed,
  problem: CircleAlert,
};

function leave(): void {
  showScreen('sell');
}

/** The technician's: from nothing to a tested till, in five steps that can be left at any moment and gone on with. */
export function DevicesScreen() {
  const { t } = useTranslation('hardware');
  const words = useRefusalWords();
  const { step, overview, refusal } = useDevices();
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  useEffect(() => {
    void enterDevices();
  }, []);
  const at = SETUP_STEPS.indexOf(step);
  const following = SETUP_STEPS[at + 1];
  const next = () => {
    if (following === undefined) leave();
    else showStep(following);
  };
  const back = () => {
    const before = SETUP_STEPS[at - 1];
    if (before === undefined) leave();
    else showStep(before);
  };
  useShortcut('Enter', next);
  useShortcut('Escape', back, { inFields: true });
  useShortcut('F10', () => openOverlay('till-menu'), { inFields: true });
  useShortcut('F1', () => openOverlay('help'), { inFields: true });
  if (settings === null || overview === null) return refusal === null ? null : <Notice kind="danger">{words(refusal)}</Notice>;
  const states = stepStates(settings, overview.checks, (profileId) => hasDrawer(overview, profileId));
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('title')}</h1>
        <Button variant="quiet" icon={X} onPress={leave}>
          {t('leave')}
        </Button>
      </header>
      <Steps step={step} states={states} />
      <footer className={styles.foot}>
        <Button size="large" icon={ArrowLeft} iconMirrored keyHint="Esc" onPress={back}>
          {t('back')}
        </Button>
        <div className={styles.words}>{refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}</div>
        <div className={styles.next}>
          <Button
            variant="primary"
            size="large"
            fill
            icon={following === undefined ? Check : ArrowRight}
            iconMirrored={following !== undefined}
            keyHint="↵"
            onPress={next}
          >
            {t(following === undefined ? 'sell' : 'next')}
          </Button>
        </div>
      </footer>
    </div>
  );
}

/** The steps with their states, and the one that is shown. Each begins at its top. */
function Steps({ step, states }: { readonly step: SetupStep; readonly states: Readonly<Record<SetupStep, StepState>> }) {
  const { t } = useTranslation('hardware');
  const Step = STEP_VIEWS[step];
  return (
    <div className={styles.body}>
      <Tabs
        label={t('title')}
        selectedId={step}
        onSelect={(id) => {
          const chosen = SETUP_STEPS.find((each) => each === id);
          if (chosen !== undefined) showStep(chosen);
        }}
        tabs={SETUP_STEPS.map((each) => ({
          id: each,
          label: (
            <span className={styles.step} data-state={states[each]}>
              <Icon drawing={STATE_DRAWINGS[states[each]]} />
              {t(`steps.${each}`)}
              <span className={styles.unseen}>{t(`stepStates.${states[each]}`)}</span>
            </span>
          ),
        }))}
      >
        <div className={styles.content}>
          <p className={styles.hint}>{t(`hints.${step}`)}</p>
          <Step />
        </div>
      </Tabs>
    </div>
  );
}
