import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Notice } from '../../ui/notice.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Room } from '../till/room.tsx';
import { CheckTab } from './check-tab.tsx';
import { EntriesTab } from './entries-tab.tsx';

type TabId = 'entries' | 'check';
const TABS: readonly TabId[] = ['entries', 'check'];

/** The auditor's room: every entry in words, whether the whole holds, and what is taken away of it. */
export function JournalScreen() {
  const { t } = useTranslation('journal');
  const words = useRefusalWords();
  const [tab, setTab] = useState<TabId>('entries');
  const [view, setView] = useState<ResponseOf<'journal.view'> | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useEffect(() => {
    void call('journal.view', {}).then((answer) => {
      if (answer.ok) setView(answer.value);
      else setRefusal(answer.error);
    });
  }, []);
  return (
    <Room title={t('title')}>
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      {view !== null && (
        <Tabs
          label={t('title')}
          tabs={TABS.map((id) => ({ id, label: t(`tabs.${id}`) }))}
          selectedId={tab}
          onSelect={(id) => {
            setTab(id as TabId); // One of the ids given above.
          }}
        >
          {tab === 'entries' ? <EntriesTab people={view.people} /> : <CheckTab months={view.months} />}
        </Tabs>
      )}
    </Room>
  );
}
