import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { Category } from '../../src-shared/catalog/product.ts';
import { classNames } from './class-names.ts';
import styles from './tile.module.css';

interface TileProps {
  /** Where the tile shows more than is to be said. Without it, it is called what it shows. */
  readonly label?: string;
  readonly colour?: Category['colour'] | undefined;
  readonly isSelected?: boolean;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/** A big square to put a finger on: a person, a way to pay, a thing to scan. */
export function Tile({ label, colour, isSelected, isDisabled = false, onPress, children }: TileProps) {
  return (
    <AriaButton
      className={classNames(styles.tile, colour !== undefined && styles[colour])}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(isSelected === undefined ? {} : { 'aria-pressed': isSelected })}
      isDisabled={isDisabled}
      onPress={onPress}
    >
      {children}
    </AriaButton>
  );
}
