import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showScreen } from '../../app/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { AccessForm } from './access-form.tsx';
import styles from './people-screen.module.css';
import { PeopleTab } from './people-tab.tsx';
import { RolesTab } from './roles-tab.tsx';

const TABS = { people: PeopleTab, roles: RolesTab, access: AccessForm } as const;
type TabId = keyof typeof TABS;

/** Who works here, who may do what, and how people show who they are. What the person at the till may not change is asked of a colleague. */
export function PeopleScreen() {
  const { t } = useTranslation('people');
  const [tab, setTab] = useState<TabId>('people');
  const leave = () => {
    showScreen('sell');
  };
  useShortcut('Escape', leave, { inFields: true });
  const Shown = TABS[tab];
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <Button icon={ArrowLeft} iconMirrored keyHint="Esc" onPress={leave}>
          {t('back')}
        </Button>
        <h1 className={styles.title}>{t('title')}</h1>
      </header>
      <Tabs
        label={t('title')}
        tabs={(Object.keys(TABS) as TabId[]).map((id) => ({ id, label: t(`tabs.${id}`) }))}
        selectedId={tab}
        onSelect={(id) => {
          setTab(id as TabId); // One of the ids given above.
        }}
      >
        <Shown />
      </Tabs>
    </div>
  );
}
