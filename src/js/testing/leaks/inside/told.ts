/** What the page tells: where a value went, in texts and in bytes (base64). */
export interface Told {
  readonly where: string;
  readonly texts: readonly string[];
  readonly bytes: readonly string[];
}
