/** What stands beside the lock while a refresh token is on its way: no secret. */
export interface RefreshIntent {
  /** Of the record whose refresh token is sent. */
  readonly generation: number;
  /** It is sent a second time: nobody knows what became of the first. */
  readonly repeated: boolean;
}

export function writeIntent(intent: RefreshIntent): string {
  return JSON.stringify(intent);
}

/** What an earlier holder left, if it is about this generation: any other is over. */
export function readIntent(text: string | undefined, generation: number): RefreshIntent | undefined {
  if (text === undefined) return undefined;
  try {
    const intent = JSON.parse(text) as Partial<RefreshIntent> | null;
    return intent?.generation === generation ? { generation, repeated: intent.repeated === true } : undefined;
  } catch {
    // Its writer died while writing it: something was about to be sent, and nothing was yet.
    return undefined;
  }
}
