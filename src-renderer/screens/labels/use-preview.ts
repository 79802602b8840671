import { useEffect, useState } from 'react';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { RequestOf, ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import type { Result } from '../../../src-shared/result.ts';
import { call } from '../../state/terminal-store.ts';

type Preview = Result<ResponseOf<'label.preview'>, Refusal>;

/** The first label of a request as it would come out; of a request that has been overtaken nothing is shown. Null: not known yet. */
export function usePreview(request: RequestOf<'label.preview'> | null): Preview | null {
  const key = request === null ? null : JSON.stringify(request);
  const [shown, setShown] = useState<{ readonly key: string; readonly answer: Preview } | null>(null);
  useEffect(() => {
    if (key === null) return undefined;
    let isShown = true;
    // The key is the request: made of it above, and compared as a value.
    void call('label.preview', JSON.parse(key) as RequestOf<'label.preview'>).then((answer) => {
      if (isShown) setShown({ key, answer });
    });
    return () => {
      isShown = false;
    };
  }, [key]);
  return shown !== null && shown.key === key ? shown.answer : null;
}
