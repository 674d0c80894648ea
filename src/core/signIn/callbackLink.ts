import { doubledParameter } from './answers';

/** A link that opened the editor, as the editor gives it. */
export interface OpenedLink {
  readonly path: string;
  readonly query: string;
}

/**
 * The parameters of a link, each decoded exactly once, or `undefined` when one of them comes twice. An editor on the
 * desktop has decoded the query already, so that a `&` within a value looks like one between two: that makes a
 * parameter come twice or leaves the state wrong, and either way the link is nobody's (decision 9).
 * @param isEncoded whether the editor gave the query as it was sent, as one in a browser does
 */
export function readCallbackQuery(query: string, isEncoded: boolean): URLSearchParams | undefined {
  const parameters = isEncoded
    ? new URLSearchParams(query)
    : new URLSearchParams(query.split('&').map(pairOf));
  return doubledParameter(parameters) === undefined ? parameters : undefined;
}

function pairOf(part: string): [string, string] {
  const sign = part.indexOf('=');
  return sign === -1 ? [part, ''] : [part.slice(0, sign), part.slice(sign + 1)];
}
