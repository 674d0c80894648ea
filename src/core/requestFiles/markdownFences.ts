/** A fenced code block of a Markdown file (CommonMark §4.5) that is open. */
export interface Fence {
  /** Three or more of one of the two characters. */
  readonly marks: string;
  readonly isRequest: boolean;
}

/**
 * Any indentation is taken, for a fence in a list stands as far in as the list's text. REST Client takes fences at
 * the start of a line alone, without attributes, and of three backticks.
 */
const opening = /^\s*(`{3,}(?=[^`]*$)|~{3,})\s*(.*)$/s;
const closing = /^\s*(`{3,}|~{3,})\s*$/;
/** ```` ```http ````, ```` ```rest title="x" ````, ```` ```{.http #id} ```` */
const requestLanguage = /^\{?\s*\.?(?:http|rest)(?![\w.+#/-])/i;

/** In whichever line; a blank one belongs to no other, or many would be looked through again and again. */
const anyOpening = /^(?:[^\S\r\n\u2028\u2029]|>)*(?:`{3,}|~{3,})[\s{.]*(?:http|rest)\b/im;

/** Whether a Markdown text is worth parsing: whether a line may open a fence with requests. */
export function mayHoldRequests(text: string): boolean {
  return anyOpening.test(text);
}

/** The fence that a line outside of any opens. */
export function readFence(text: string): Fence | undefined {
  const match = opening.exec(text);
  if (match === null) return undefined;
  return { marks: match[1] ?? '', isRequest: requestLanguage.test(match[2] ?? '') };
}

/** A fence is closed by as many marks of its kind, or more. */
export function closesFence(text: string, { marks }: Fence): boolean {
  return closing.exec(text)?.[1]?.startsWith(marks) ?? false;
}

export function areSameFence(a: Fence | undefined, b: Fence | undefined): boolean {
  return a === b || (a?.marks === b?.marks && a?.isRequest === b?.isRequest);
}
