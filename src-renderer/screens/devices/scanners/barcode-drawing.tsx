import { QUIET_MODULES } from '../../../../src-shared/barcode/bars.ts';
import styles from './barcode-drawing.module.css';
import type { LessonCode } from './lesson-codes.ts';

const BAR_HEIGHT = 40;

/** A barcode to be scanned off the screen: black on white whatever the theme, never mirrored, with its quiet zones. */
export function BarcodeDrawing({ code: { text, bars } }: { readonly code: LessonCode }) {
  const width = bars.length + 2 * QUIET_MODULES;
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.bars}
        viewBox={`-${QUIET_MODULES} 0 ${width} ${BAR_HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        shapeRendering="crispEdges"
      >
        <rect x={-QUIET_MODULES} width={width} height={BAR_HEIGHT} className={styles.paper} />
        {[...bars.matchAll(/1+/g)].map((run) => (
          <rect key={run.index} x={run.index} width={run[0].length} height={BAR_HEIGHT} className={styles.ink} />
        ))}
      </svg>
      <figcaption>
        <bdi dir="ltr" data-testid="lesson-code">
          {text}
        </bdi>
      </figcaption>
    </figure>
  );
}
