/** One step of the schema. `version` is the schema's number once it is done; a released step is never edited. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}
