import { useTranslation } from 'react-i18next';
import type { ReceiptBlock, ReceiptDocument } from '../../../src-shared/receipt/document.ts';
import { assertNever } from '../../../src-shared/result.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { BarsDrawing } from './bars-drawing.tsx';
import styles from './paper.module.css';
import { QrDrawing } from './qr-drawing.tsx';

function lookOf({ emphasis, size }: Pick<Extract<ReceiptBlock, { kind: 'text' }>, 'emphasis' | 'size'>): string {
  return classNames(emphasis === 'strong' && styles.strong, size === 2 && styles.double);
}

/** The shop's picture, not yet in dots; nothing where the file is not one. */
function Logo() {
  const file = useTerminal((view) => view.terminal?.settings?.printing.logo?.file ?? null);
  return file === null ? null : <img className={styles.logo} src={`pictures/${encodeURIComponent(file)}`} alt="" />;
}

function Block({ block }: { readonly block: ReceiptBlock }) {
  const { t } = useTranslation('receipts');
  switch (block.kind) {
    case 'text':
      return <p className={classNames(styles[block.align], lookOf(block))}>{block.text}</p>;
    case 'pair':
      return (
        <p className={classNames(styles.pair, lookOf(block))}>
          <span>{block.start}</span>
          <span className={styles.value}>{block.end}</span>
        </p>
      );
    case 'rule':
      return <hr className={classNames(styles.rule, block.style === 'double' && styles.doubleRule)} />;
    case 'feed':
      return <div style={{ blockSize: `${block.lines}lh` }} />;
    case 'qr':
      return <QrDrawing data={block.data} label={t('qr')} />;
    case 'label':
      return (
        <p className={styles.pair}>
          <bdi>{block.label.names[0]?.text}</bdi>
          <span className={styles.value}>{block.label.price.text}</span>
        </p>
      );
    case 'barcode':
      return <BarsDrawing {...block} />;
    case 'logo':
      return <Logo />;
    // What only the printer's own profile can draw shows on its paper alone.
    case 'printer-test':
      return null;
    default:
      return assertNever(block);
  }
}

/** A document as the paper shows it: in its own language and direction, whatever those of the screen; white in the dark too. */
export function Paper({ document }: { readonly document: ReceiptDocument }) {
  const { t } = useTranslation('receipts');
  return (
    <article className={styles.paper} lang={document.language} dir={document.direction} aria-label={t('paper', { title: document.title })}>
      {document.blocks.map((block, index) => (
        // A document never changes: its blocks are told apart by their place.
        <Block key={`${index} ${block.kind}`} block={block} />
      ))}
    </article>
  );
}
