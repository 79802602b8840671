import { barsOf } from '../../../src-shared/barcode/bars.ts';
import type { ReceiptBlock } from '../../../src-shared/receipt/document.ts';
import styles from './paper.module.css';

const HEIGHT_MODULES = 30;

/** A barcode as it stands on the paper, its figures below; figures alone where they make no symbol. */
export function BarsDrawing({ symbology, data }: Extract<ReceiptBlock, { kind: 'barcode' }>) {
  const bars = barsOf(symbology, data);
  const path =
    bars === null ? '' : [...bars.matchAll(/1+/g)].map(({ index, 0: run }) => `M${index} 0h${run.length}v1h-${run.length}z`).join('');
  return (
    <figure className={styles.bars} dir="ltr">
      {bars !== null && (
        <svg
          viewBox={`0 0 ${bars.length} 1`}
          height={HEIGHT_MODULES * 2}
          preserveAspectRatio="none"
          aria-hidden="true"
          shapeRendering="crispEdges"
        >
          <path d={path} fill="currentColor" />
        </svg>
      )}
      <figcaption>{data}</figcaption>
    </figure>
  );
}
