import QRCode from 'qrcode';
import styles from './paper.module.css';

interface QrDrawingProps {
  readonly data: string;
  readonly label: string;
}

/** Rows of dark modules as one path: a rectangle of one module's height for each run. */
function pathOf({ size, data }: { readonly size: number; readonly data: ArrayLike<number> }): string {
  const runs: string[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (data[row * size + column] !== 1) continue;
      const start = column;
      while (column + 1 < size && data[row * size + column + 1] === 1) column += 1;
      runs.push(`M${start} ${row}h${column - start + 1}v1h-${column - start + 1}z`);
    }
  }
  return runs.join('');
}

/** The receipt's QR as it stands on the paper, with the quiet zone of four modules that ISO/IEC 18004 asks for. */
export function QrDrawing({ data, label }: QrDrawingProps) {
  const { modules } = QRCode.create(data, { errorCorrectionLevel: 'M' });
  const side = modules.size + 8;
  return (
    <svg className={styles.qr} viewBox={`-4 -4 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={pathOf(modules)} fill="currentColor" />
    </svg>
  );
}
