import { OFFICE_RIGHTS } from '../../src-shared/contract/route.ts';
import { Problem } from '../platform/problem.ts';
import type { OfficeCaller, ServedRoute } from '../platform/routes.ts';

/** A back office without its sign-in: calls what a module serves as somebody of a merchant who may do everything. What is sent is parsed. */
export class TestOffice {
  readonly #routes: readonly ServedRoute[];
  readonly #caller: OfficeCaller;

  constructor(routes: readonly ServedRoute[], merchantId: string) {
    this.#routes = routes;
    this.#caller = {
      kind: 'user',
      merchantId,
      id: '01900000-0000-7000-8000-000000000001',
      rights: new Set(OFFICE_RIGHTS),
      sessionId: null,
    };
  }

  /** The answer as it would travel, or the code of the problem. */
  async call(
    name: string,
    given: { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown } = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    const served = this.#routes.find((each) => each.name === name);
    if (served === undefined) throw new Error(`No route is named ${name}`);
    const { route } = served;
    const request = { address: '127.0.0.1', header: (header: string) => (header === 'host' ? 'cloud.test' : undefined) };
    try {
      const answer = await served.handle({
        params: route.params.parse(given.params ?? {}),
        query: route.query.parse(given.query ?? {}),
        body: route.body?.parse(given.body ?? {}) ?? null,
        caller: this.#caller,
        request,
      });
      // What came back is looked at by the tests, whatever it is.
      return (route.response === 'stream' ? { stream: answer } : route.response.parse(answer)) as Readonly<Record<string, unknown>>;
    } catch (error) {
      if (error instanceof Problem) return { problem: error.code, ...error.members };
      throw error;
    }
  }
}
