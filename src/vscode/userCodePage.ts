import { encodeQR } from 'qr';
import * as vscode from 'vscode';
import template from '../../media/userCode.html';
import { fillTemplate } from '../core/htmlTemplate';
import type { UserCode } from '../core/ports';

/**
 * A read-only page with the code and a picture of it for a phone's camera (RFC 8628 §3.3.1). Ends with the signal, or
 * when the person closes it.
 */
export async function showUserCodePage(code: UserCode, signal: AbortSignal): Promise<void> {
  const panel = vscode.window.createWebviewPanel(
    'valetKey.userCode',
    `Sign In: ${code.profile}`,
    vscode.ViewColumn.Active,
    // Nothing runs in it and it loads nothing: the picture is within the page.
    { enableScripts: false, enableForms: false, localResourceRoots: [] },
  );
  panel.webview.html = pageOf(code);
  await new Promise<void>((resolve) => {
    const close = () => void panel.dispose();
    panel.onDidDispose(() => {
      signal.removeEventListener('abort', close);
      resolve();
    });
    if (signal.aborted) close();
    else signal.addEventListener('abort', close, { once: true });
  });
}

function pageOf({
  profile,
  userCode,
  verificationUri,
  verificationUriComplete,
  expiresAt,
}: UserCode): string {
  const picture = encodeQR(verificationUriComplete ?? verificationUri, 'svg', { border: 4 });
  return fillTemplate(template, {
    profile,
    userCode,
    address: verificationUri,
    picture: `data:image/svg+xml,${encodeURIComponent(picture)}`,
    deadline: new Date(expiresAt).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' }),
    styleNonce: crypto.randomUUID(),
  });
}
