import type { KoaContextWithOIDC } from 'oidc-provider';
import { deviceCodePage, deviceConfirmPage, deviceDonePage } from './pages';

/** oidc-provider's device flow (RFC 8628) with pages that look like the others. */
export const deviceFlow = {
  enabled: true,
  userCodeInputSource: (context: KoaContextWithOIDC, form: string) => {
    context.body = deviceCodePage(xsrfIn(form));
  },
  userCodeConfirmSource: (
    context: KoaContextWithOIDC,
    form: string,
    client: { readonly clientId: string },
    _deviceInfo: unknown,
    userCode: string,
  ) => {
    context.body = deviceConfirmPage(client.clientId, userCode, xsrfIn(form));
  },
  successSource: (context: KoaContextWithOIDC) => {
    context.body = deviceDonePage();
  },
} as const;

/** The library hands over a form as HTML; all that matters in it is this. */
function xsrfIn(form: string): string {
  return /name="xsrf" value="([^"]*)"/.exec(form)?.[1] ?? '';
}
