import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Proof } from '../../../src-shared/contract/people-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { Person } from '../../../src-shared/people/person.ts';
import { useScanTaker } from '../../app/scanner.ts';
import { playSound } from '../../app/sounds.ts';
import { type OverrideRequest, useOverride } from '../../state/override.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { ChoiceButton } from '../../ui/choice-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { AskedAct } from './asked-act.tsx';
import { OverrideProof } from './override-proof.tsx';
import { OverrideReason } from './override-reason.tsx';
import styles from './override-sheet.module.css';
import { useApprovers } from './use-approvers.ts';

interface OverrideFormProps {
  readonly request: OverrideRequest;
}

interface ApproverChoiceProps {
  readonly approvers: readonly Person[];
  readonly chosen: Person | null;
  readonly onChoose: (person: Person) => void;
}

function ApproverChoice({ approvers, chosen, onChoose }: ApproverChoiceProps) {
  const { t } = useTranslation('override');
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t('who')}</legend>
      {approvers.length === 0 ? (
        <Notice kind="warning">{t('nobody')}</Notice>
      ) : (
        <div className={styles.choices}>
          {approvers.map((person) => (
            <ChoiceButton key={person.personId} isChosen={person === chosen} onPress={() => onChoose(person)}>
              {person.name}
            </ChoiceButton>
          ))}
        </div>
      )}
    </fieldset>
  );
}

function OverrideForm({ request }: OverrideFormProps) {
  const { t } = useTranslation('override');
  const approvers = useApprovers(request.permission);
  const asking = useTerminal((view) => view.terminal?.person?.name ?? '');
  const [chosenId, setChosenId] = useState(approvers.length === 1 ? (approvers[0]?.personId ?? null) : null);
  const [reason, setReason] = useState(request.reason ?? '');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isReasonMissing, setReasonMissing] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const chosen = approvers.find(({ personId }) => personId === chosenId) ?? null;
  const give = async (proof: Proof) => {
    setReasonMissing(reason.trim() === '');
    if (reason.trim() === '') {
      playSound('refused');
      return;
    }
    setBusy(true);
    const { permission, subject } = request;
    const answer = await call('approval.give', { permission, subject, proof, reason: reason.trim() });
    setBusy(false);
    if (answer.ok) {
      request.settle(true);
      return;
    }
    setRefusal(answer.error);
    playSound('refused');
  };
  useScanTaker(({ text }) => {
    void give({ kind: 'badge', code: text });
    return true;
  });
  return (
    <div className={styles.form}>
      <div className={styles.column}>
        <AskedAct request={request} askedBy={asking} />
        <OverrideReason
          permission={request.permission}
          reason={reason}
          onChange={(typed) => {
            setReason(typed);
            setReasonMissing(false);
          }}
          error={isReasonMissing ? t('reasonMissing') : null}
        />
      </div>
      <div className={styles.column}>
        <ApproverChoice
          approvers={approvers}
          chosen={chosen}
          onChoose={({ personId }) => {
            setChosenId(personId);
            setRefusal(null);
          }}
        />
        <OverrideProof
          person={chosen}
          refusal={refusal}
          isBusy={isBusy}
          onProve={(personId, pin) => void give({ kind: 'person', personId, pin })}
        />
      </div>
    </div>
  );
}

/**
 * A colleague allows on the spot what the person at the till may not: whatever screen the call came from, this asks for it, and the call is made
 * again. Closed without an answer, the call is refused.
 */
export function OverrideSheet() {
  const { t } = useTranslation('override');
  const request = useOverride(({ asked }) => asked[0] ?? null);
  return (
    <Dialog title={t('title')} isOpen={request !== null} onClose={() => request?.settle(false)} size="wide" isQuestion>
      {request !== null && <OverrideForm key={JSON.stringify([request.permission, request.subject])} request={request} />}
    </Dialog>
  );
}
