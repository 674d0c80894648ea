import { startAuthorizationServer } from '../support/authorizationServer';
import { serviceClient } from '../support/authorizationServer/clients';
import { startDemoApi, type DemoApi } from '../support/demoApi';

/** The one client secret that a person is told. */
export const demoService = { clientId: 'demo-service', clientSecret: 'demo-service-secret' };

export interface DemoServers {
  readonly api: DemoApi;
  readonly person: { readonly username: string; readonly password: string };
  /** What the person's settings.json needs for the demo. */
  readonly userSettings: Readonly<Record<string, unknown>>;
}

/** Starts the authorization server and the API behind it, on free ports of 127.0.0.1. */
export async function startDemoServers(): Promise<DemoServers> {
  const authorizationServer = await startAuthorizationServer({ moreClients: [serviceClient(demoService)] });
  const api = await startDemoApi(authorizationServer);
  const { issuer, clients, person } = authorizationServer;
  return {
    api,
    person,
    userSettings: {
      // Of the real REST Client: its answer opens beside the request, and the keyboard stays where it is.
      'rest-client.previewResponsePanelTakeFocus': false,
      'valetKey.profiles': {
        demo: {
          issuer,
          clientId: clients.demoApp.clientId,
          scope: 'openid profile email offline_access orders:read',
          apiBaseUrls: [api.url],
        },
        'demo-service': {
          issuer,
          grantType: 'client_credentials',
          clientId: demoService.clientId,
          tokenEndpointAuthMethod: 'client_secret_basic',
          scope: 'orders:read',
        },
      },
    },
  };
}
