import { isDelimiter, isNextRequest, readVariable } from './lineForms';
import type { LineChange, LineSource } from './lineSource';
import { beginsPart } from './parts';
import { shifted } from './sectionList';
import type { Section } from './sections';

/**
 * A section of a request file after a change within a body, which may be long: nothing but the new lines is read.
 * @param change counted from the section's first line
 * @param lineAt the new text, counted likewise
 * @returns `undefined` where the whole section has to be read
 */
export function changeBody(
  section: Section,
  { firstLine, oldLineCount, newLineCount }: LineChange,
  lineAt: LineSource['lineAt'],
): Section | undefined {
  if (!section.hasPlainBodies) return undefined;
  const end = firstLine + oldLineCount;
  const isWithin = section.requests.some(
    ({ bodyLine, endLine }) => bodyLine !== undefined && bodyLine < firstLine && end <= endLine + 1,
  );
  if (!isWithin || section.variables.some(({ line }) => line >= firstLine && line < end)) return undefined;
  for (let line = firstLine; line < firstLine + newLineCount; line++) {
    if (!isOfBodyAlone(lineAt(line))) return undefined;
  }
  const growth = newLineCount - oldLineCount;
  // Another object in any case, for what was worked out of the old text.
  return {
    ...section,
    lineCount: section.lineCount + growth,
    requests: section.requests.map((request) => {
      if (request.startLine >= end) return shifted(request, growth);
      return request.endLine + 1 < firstLine ? request : { ...request, endLine: request.endLine + growth };
    }),
    variables: section.variables.map((variable) =>
      variable.line >= end ? { ...variable, line: variable.line + growth } : variable,
    ),
  };
}

/** Whether a line below the first one of a body ends nothing and begins nothing. */
function isOfBodyAlone(text: string): boolean {
  return !isDelimiter(text) && readVariable(text) === undefined && !isNextRequest(text) && !beginsPart(text);
}
