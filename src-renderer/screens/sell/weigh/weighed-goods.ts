import type { Panel } from '../sell-view.ts';

/** What is to be weighed, and what of it is known already. */
export type WeighedGoods = Omit<Extract<Panel, { kind: 'missing-figure' }>, 'kind' | 'figure'>;
