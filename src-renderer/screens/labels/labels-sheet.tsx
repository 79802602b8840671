import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTerminal } from '../../state/terminal-store.ts';
import { Sheet } from '../../ui/dialog.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import type { LabelOptions } from './label-options.tsx';
import { ShelfLabels } from './shelf-labels.tsx';
import { WeightLabels } from './weight-labels.tsx';

const USUAL_SIZE = { widthMm: 57, heightMm: 32 } as const;

function Labels() {
  const { t } = useTranslation('labels');
  const language = useTerminal((view) => view.terminal?.settings?.receiptLanguage ?? 'fr');
  const [template, setTemplate] = useState('shelf');
  const [options, setOptions] = useState<LabelOptions>({ size: USUAL_SIZE, language, printerId: null });
  return (
    <Tabs
      label={t('title')}
      tabs={[
        { id: 'shelf', label: t('shelf') },
        { id: 'weight', label: t('weight') },
      ]}
      selectedId={template}
      onSelect={setTemplate}
    >
      {template === 'shelf' ? (
        <ShelfLabels options={options} onOptions={setOptions} />
      ) : (
        <WeightLabels options={options} onOptions={setOptions} />
      )}
    </Tabs>
  );
}

interface LabelsSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Labels for shelves and for weighed packages: chosen, looked at, printed. */
export function LabelsSheet({ isOpen, onClose }: LabelsSheetProps) {
  const { t } = useTranslation('labels');
  return (
    <Sheet title={t('title')} isOpen={isOpen} onClose={onClose} size="wide" onScan="refuse">
      {isOpen && <Labels />}
    </Sheet>
  );
}
