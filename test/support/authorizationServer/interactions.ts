import { text } from 'node:stream/consumers';
import type { InteractionResults, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { consentPage, loginPage } from './pages';
import { people } from './person';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

const path = /^\/interaction\/[\w-]+$/;

/** Where a person is sent to sign in and to consent. */
export function interactionUrl(uid: string): string {
  return `/interaction/${uid}`;
}

/** Middleware that serves the login and the consent page and takes what the person answers. */
export function interactions(provider: Provider) {
  return async (context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    if (!path.test(context.path)) return next();
    const interaction = await provider.interactionDetails(context.req, context.res);
    if (context.method !== 'POST') return show(context, 200, page(interaction));

    const form = new URLSearchParams(await text(context.req));
    const result = await answer(provider, interaction, form);
    if (result === undefined) return show(context, 403, page(interaction, form.get('username') ?? ''));
    context.redirect(await provider.interactionResult(context.req, context.res, result));
    context.status = 303;
  };
}

function page(interaction: Interaction, rejectedUsername?: string): string {
  const client = parameter(interaction, 'client_id');
  if (asksWho(interaction)) return loginPage(client, rejectedUsername);
  const requestedScopes = parameter(interaction, 'scope').split(' ').filter(Boolean);
  return consentPage(client, interaction.session?.accountId ?? '', requestedScopes);
}

/** The account is chosen by typing its name and password. */
function asksWho({ prompt }: Interaction): boolean {
  return prompt.name === 'login' || prompt.name === 'select_account';
}

/** What the person's form means to oidc-provider; `undefined`: wrong user name or password. */
async function answer(
  provider: Provider,
  interaction: Interaction,
  form: URLSearchParams,
): Promise<InteractionResults | undefined> {
  if (asksWho(interaction)) {
    const known = people.find(
      ({ username, password }) => form.get('username') === username && form.get('password') === password,
    );
    return known && { [interaction.prompt.name]: {}, login: { accountId: known.username } };
  }
  if (form.get('decision') !== 'allow') {
    return { error: 'access_denied', error_description: 'The person said no.' };
  }
  return { consent: { grantId: await grant(provider, interaction) } };
}

/** Grants everything that was asked for, and returns the grant's id. */
async function grant(provider: Provider, interaction: Interaction): Promise<string> {
  const given = new provider.Grant({
    accountId: interaction.session?.accountId,
    clientId: parameter(interaction, 'client_id'),
  });
  given.addOIDCScope(parameter(interaction, 'scope'));
  const resource = parameter(interaction, 'resource');
  if (resource !== '') given.addResourceScope(resource, parameter(interaction, 'scope'));
  return given.save();
}

function parameter(interaction: Interaction, name: string): string {
  const value = interaction.params[name];
  return typeof value === 'string' ? value : '';
}

function show(context: KoaContextWithOIDC, status: number, html: string): void {
  context.status = status;
  context.type = 'html';
  context.set('Cache-Control', 'no-store');
  // No form-action: browsers hold it against the redirect to the client as well.
  context.set(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  );
  context.body = html;
}
