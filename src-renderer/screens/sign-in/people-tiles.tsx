import { UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../src-shared/people/person.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { Tile } from '../../ui/tile.tsx';
import styles from './people-tiles.module.css';

/** The first nine are a digit away. */
const MAX_KEYS = 9;

interface PersonTileProps {
  readonly person: Person;
  /** 1 to 9; null: no key of its own. */
  readonly digit: number | null;
  readonly isHere: boolean;
  readonly onChoose: (person: Person) => void;
}

/** A person, greeted in her own language. */
function PersonTile({ person, digit, isHere, onChoose }: PersonTileProps) {
  const { t } = useTranslation('sign-in');
  const greeting = t(isHere ? 'here' : 'greeting', { lng: person.language });
  useShortcut(String(digit ?? ''), () => onChoose(person), { isEnabled: digit !== null });
  return (
    <li className={styles.person} lang={person.language} dir={person.language === 'ar' ? 'rtl' : 'ltr'}>
      <Tile
        isSelected={isHere}
        onPress={() => {
          onChoose(person);
        }}
      >
        <span className={styles.head}>
          <Icon drawing={UserRound} size="large" />
          {digit !== null && <KeyHint label={String(digit)} />}
        </span>
        <span className={styles.name}>
          <bdi>{person.name}</bdi>
        </span>
        <span className={styles.greeting}>{greeting}</span>
      </Tile>
    </li>
  );
}

interface PeopleTilesProps {
  readonly people: readonly Person[];
  readonly hereId?: string | null;
  readonly onChoose: (person: Person) => void;
}

/** Everybody who may work here, as big tiles. */
export function PeopleTiles({ people, hereId = null, onChoose }: PeopleTilesProps) {
  return (
    <ul className={classNames(styles.people, people.length > MAX_KEYS && styles.many)}>
      {people.map((person, index) => (
        <PersonTile
          key={person.personId}
          person={person}
          digit={index < MAX_KEYS ? index + 1 : null}
          isHere={person.personId === hereId}
          onChoose={onChoose}
        />
      ))}
    </ul>
  );
}
