import { Search, X } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_SEARCH_LENGTH } from '../../../src-shared/contract/terminal-api.ts';
import { CameraButton } from '../../scanning/camera/camera-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { useTypedText } from '../../ui/shortcut.tsx';
import { hitId, RESULTS_ID, searchFor, useFound } from './product-search.ts';
import styles from './search-box.module.css';
import { leaveSearch, onSearchKey } from './search-keys.ts';
import { callSearch, setQuery, showPanel, useSellView } from './sell-view.ts';

function openCamera(): void {
  showPanel({ kind: 'camera' });
}

/** Searches as it is written in; while it is, it has the keys of the list below it. */
export const SearchBox = memo(function SearchBox() {
  const { t } = useTranslation('sell');
  const query = useSellView((view) => view.query);
  const searchCalls = useSellView((view) => view.searchCalls);
  const { language } = useMoneyFormat();
  const activeIndex = useFound(({ hits, activeIndex: index }) => (hits.length === 0 ? null : index));
  const input = useRef<HTMLInputElement>(null);
  const answeredCalls = useRef(searchCalls);
  useEffect(() => {
    // Coming back to the screen is no call.
    if (searchCalls !== answeredCalls.current) input.current?.focus();
    answeredCalls.current = searchCalls;
  }, [searchCalls]);
  useEffect(() => {
    searchFor(query, language);
  }, [query, language]);
  useTypedText((text) => {
    callSearch(query + text);
    return () => {
      setQuery(query);
      input.current?.blur();
    };
  });

  return (
    <search className={styles.box}>
      <Icon drawing={Search} />
      <input
        ref={input}
        className={styles.input}
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        aria-label={t('search.label')}
        aria-keyshortcuts="F2"
        aria-autocomplete="list"
        aria-expanded={query !== ''}
        aria-controls={RESULTS_ID}
        {...(activeIndex === null ? {} : { 'aria-activedescendant': hitId(activeIndex) })}
        placeholder={t('search.placeholder')}
        maxLength={MAX_SEARCH_LENGTH}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
        }}
        onKeyDown={onSearchKey}
      />
      {query === '' ? (
        <KeyHint label="F2" />
      ) : (
        <Button variant="quiet" icon={X} label={t('search.clear')} keyHint="Esc" onPress={leaveSearch} />
      )}
      <CameraButton onOpen={openCamera} />
    </search>
  );
});
