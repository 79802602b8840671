/**
 * Asks for what is wanted last: one question under way at a time, the newest one waiting, those between never asked. An answer to a question
 * that has been overtaken is not shown.
 */
export function latestAnswer<Q, A>(ask: (question: Q) => Promise<A>, show: (question: Q, answer: A) => void): (question: Q) => void {
  let waiting: { readonly question: Q } | null = null;
  let isAsking = false;

  const askNext = async () => {
    isAsking = true;
    while (waiting !== null) {
      const { question }: { readonly question: Q } = waiting;
      waiting = null;
      const answer = await ask(question);
      // The line above waited: by now another question may stand in line, which the compiler cannot see.
      if ((waiting as { readonly question: Q } | null) === null) show(question, answer);
    }
    isAsking = false;
  };

  return (question) => {
    waiting = { question };
    if (!isAsking) void askNext();
  };
}
