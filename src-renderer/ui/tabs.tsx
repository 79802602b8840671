import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs';
import { classNames } from './class-names.ts';
import { KeyHint } from './key-hint.tsx';
import styles from './tabs.module.css';

export interface TabEntry {
  readonly id: string;
  readonly label: ReactNode;
  readonly keyHint?: string;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly TabEntry[];
  readonly selectedId: string;
  readonly onSelect: (id: string) => void;
  /** `side` stands the tabs in a column on the leading side. */
  readonly placement?: 'top' | 'side';
  /** What the selected tab shows. */
  readonly children: ReactNode;
}

export function Tabs({ label, tabs, selectedId, onSelect, placement = 'top', children }: TabsProps) {
  return (
    <AriaTabs
      className={classNames(styles.tabs, styles[placement])}
      orientation={placement === 'side' ? 'vertical' : 'horizontal'}
      selectedKey={selectedId}
      onSelectionChange={(key) => {
        onSelect(String(key));
      }}
    >
      <TabList className={styles.list ?? ''} aria-label={label} items={tabs}>
        {(tab) => (
          <Tab className={styles.tab ?? ''} id={tab.id}>
            <span className={styles.words}>{tab.label}</span>
            {tab.keyHint !== undefined && <KeyHint label={tab.keyHint} />}
          </Tab>
        )}
      </TabList>
      {/* React Aria keeps the id a panel was made with: each tab has a panel of its own. */}
      <TabPanel key={selectedId} className={styles.panel ?? ''} id={selectedId}>
        {children}
      </TabPanel>
    </AriaTabs>
  );
}
