import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream';

/** Reads server-sent events one by one, as long as a test wants them. */
export class TestEventSource {
  readonly #reader: ReadableStreamDefaultReader<EventSourceMessage>;

  constructor(answer: Response) {
    if (answer.body === null) throw new Error(`No stream, but ${answer.status}`);
    this.#reader = answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  }

  /** The next event; null when the stream has ended. */
  async next(): Promise<EventSourceMessage | null> {
    const { value, done } = await this.#reader.read();
    return done ? null : value;
  }

  async take(count: number): Promise<EventSourceMessage[]> {
    const taken: EventSourceMessage[] = [];
    while (taken.length < count) {
      const event = await this.next();
      if (event === null) throw new Error(`The stream ended after ${taken.length} of ${count} events`);
      taken.push(event);
    }
    return taken;
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }
}
