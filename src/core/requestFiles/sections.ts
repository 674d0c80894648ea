import { hasBatch, readBlock } from './blocks';
import { isDelimiter, readVariable } from './lineForms';
import type { LineSource } from './lineSource';
import { closesFence, readFence, type Fence } from './markdownFences';
import { beginsPart, isPlainBody } from './parts';
import type { FileRequest, FileVariable, RequestFileKind } from './requestFile';

/**
 * A piece of a file that can be read without the lines around it, once it is known what fence it begins in. In a
 * request file it is a block with the delimiter above it; in Markdown, also a stretch of prose. Its lines count from
 * its own first line, so that it stays what it is while lines come and go above it.
 */
export interface Section {
  /** At least 1. */
  readonly lineCount: number;
  /** The Markdown fence that is open where the section begins, and where the next one does. */
  readonly entry: Fence | undefined;
  readonly exit: Fence | undefined;
  readonly requests: readonly FileRequest[];
  readonly variables: readonly FileVariable[];
  /** No part of several lines begins in it, and no batch: each line of a body is what it is, whatever stands above it. */
  readonly hasPlainBodies: boolean;
}

/** Prose is cut so that a change of it reads little. */
const proseLines = 64;

/**
 * @param start where the section begins
 * @param entry the fence that is open there
 * @param maySplitAt whether prose should end before a line, so that what follows can be kept
 */
export function readSection(
  lines: LineSource,
  start: number,
  kind: RequestFileKind,
  entry: Fence | undefined,
  maySplitAt: (line: number, fence: Fence | undefined) => boolean,
): Section {
  const isMarkdown = kind === 'markdown';
  const texts = [lines.lineAt(start)];
  const [first = ''] = texts;
  let fence = isMarkdown ? fenceAfter(first, entry) : undefined;
  const opensRequests = entry === undefined && fence?.isRequest === true;
  const isBlock = !isMarkdown || opensRequests || entry?.isRequest === true;

  for (let line = start + 1; line < lines.lineCount; line++) {
    const text = lines.lineAt(line);
    if (isBlock && (isDelimiter(text) || (isMarkdown && fence === undefined))) break;
    if (!isBlock) {
      if (line - start >= proseLines || maySplitAt(line, fence)) break;
      if (fence === undefined && readFence(text)?.isRequest) break;
    }
    texts.push(text);
    if (isMarkdown) fence = fenceAfter(text, fence);
  }

  if (!isBlock) return sectionOf(texts, { entry, exit: fence }, 0, 0);
  const begin = opensRequests || isDelimiter(first) ? 1 : 0;
  const end = isMarkdown && fence === undefined ? texts.length - 1 : texts.length;
  return sectionOf(texts, { entry, exit: fence }, begin, end);
}

function fenceAfter(text: string, fence: Fence | undefined): Fence | undefined {
  if (fence === undefined) return readFence(text);
  return closesFence(text, fence) ? undefined : fence;
}

function sectionOf(
  texts: readonly string[],
  fences: Pick<Section, 'entry' | 'exit'>,
  blockStart: number,
  blockEnd: number,
): Section {
  const variables: FileVariable[] = [];
  for (const [line, text] of texts.entries()) {
    const variable = readVariable(text);
    if (variable !== undefined) variables.push({ line, ...variable });
  }
  const requests = readBlock(texts, blockStart, blockEnd);
  const hasPlainBodies =
    !texts.some((text) => !isPlainBody(text) && beginsPart(text)) && !requests.some(hasBatch);
  return { lineCount: texts.length, ...fences, requests, variables, hasPlainBodies };
}
