import { showWarning } from '../messages';

/** Says no more than is known of who asks. */
export async function askConsent(profile: string): Promise<boolean> {
  const message = `A task or another extension asks for the token of “${profile}”; VS Code does not say which.`;
  const detail =
    'Allow it if you have just started something that needs the token. It then holds for this profile until you close the window.';
  return (await showWarning(message, { modal: true, detail }, 'Allow')) === 'Allow';
}
