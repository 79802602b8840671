import { assertNever } from '../../../src-shared/result.ts';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import { CameraPanel } from '../../scanning/camera/camera-panel.tsx';
import { useTerminal } from '../../state/terminal-store.ts';
import { AdHocPanel } from './ad-hoc-panel.tsx';
import { LinePanel } from './line-panel.tsx';
import { MissingFigurePanel } from './missing-figure-panel.tsx';
import type { Panel } from './sell-view.ts';
import { TicketDiscountPanel } from './ticket-discount-panel.tsx';
import { TicketNotePanel } from './ticket-note-panel.tsx';
import { UnknownCodePanel } from './unknown-code-panel.tsx';
import { VirtualScannerPanel } from './virtual-scanner-panel.tsx';
import { WeighPanel } from './weigh/weigh-panel.tsx';

/** Beside a scale what is sold by the kilogram is weighed. */
function MissingFigure(panel: Extract<Panel, { kind: 'missing-figure' }>) {
  const hasScale = useTerminal(({ terminal }) => (terminal?.settings?.scale ?? null) !== null);
  const isWeighed = hasScale && panel.figure === 'quantity' && panel.product.unit === 'kg';
  return isWeighed ? <WeighPanel {...panel} /> : <MissingFigurePanel {...panel} />;
}

interface PanelPlaceProps {
  readonly panel: Panel;
  readonly cart: PricedCart | null;
}

/** What stands in the place of the product keys; nothing while they are shown themselves. */
export function PanelPlace({ panel, cart }: PanelPlaceProps) {
  switch (panel.kind) {
    case 'products':
      return null;
    case 'line': {
      const line = cart?.lines.find(({ lineId }) => lineId === panel.lineId);
      return line === undefined ? null : <LinePanel key={line.lineId} line={line} tab={panel.tab} />;
    }
    case 'missing-figure':
      return <MissingFigure key={`${panel.product.productId} ${panel.figure}`} {...panel} />;
    case 'unknown-code':
      return <UnknownCodePanel code={panel.code} reason={panel.reason} />;
    case 'ad-hoc':
      return <AdHocPanel code={panel.code} />;
    case 'ticket-discount':
      return <TicketDiscountPanel cart={cart} />;
    case 'ticket-note':
      return <TicketNotePanel cart={cart} />;
    case 'virtual-scanner':
      return <VirtualScannerPanel />;
    case 'camera':
      return <CameraPanel />;
    default:
      return assertNever(panel);
  }
}
