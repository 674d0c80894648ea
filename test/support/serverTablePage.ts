import { whyNot as oidcProvider } from './authorizationServer/whyNot';
import { whyNot as djangoOauthToolkit } from './servers/djangoOauthToolkit/whyNot';
import { whyNot as glewlwyd } from './servers/glewlwyd/whyNot';
import {
  serverNames,
  tableSections,
  type Feature,
  type WhyNot,
  type Proof,
  type ServerName,
} from './serverTable';

interface TestedServer {
  readonly title: string;
  readonly whyNot: WhyNot;
}

export const testedServers: Readonly<Record<ServerName, TestedServer>> = {
  oidcProvider: { title: 'oidc-provider 9', whyNot: oidcProvider },
  glewlwyd: { title: 'Glewlwyd 2.7', whyNot: glewlwyd },
  djangoOauthToolkit: { title: 'Django OAuth Toolkit 1.7', whyNot: djangoOauthToolkit },
};

const introduction = `# Tested servers

Valet Key's core, without the editor, against real authorization servers: real sockets, and on Glewlwyd and Django
OAuth Toolkit a real browser that signs in on the server's own pages. This page is written by \`npm run test:interop\`.

“passed”: every test of it passed in that run. “not offered”: that server does not do it, as configured for these tests
or at all.
`;

/**
 * docs/servers.md, not yet formatted, from what a run proved.
 * @throws Error for a cell that passed although it is said why it cannot
 */
export function serverTablePage(proofs: readonly Proof[], servers = testedServers): string {
  const sections = tableSections.map(({ title, rows }) => {
    const head = [title, ...serverNames.map((name) => servers[name].title)];
    const lines = rows.map(({ feature, label }) => [
      label,
      ...serverNames.map((name) => cell(name, feature, proofs, servers[name])),
    ]);
    return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  });
  return [introduction, ...sections].join('\n\n');
}

function cell(
  server: ServerName,
  feature: Feature,
  proofs: readonly Proof[],
  { title, whyNot }: TestedServer,
): string {
  const passed = proofs.some((proof) => proof.server === server && proof.features.includes(feature));
  const reason = whyNot[feature];
  if (passed && reason !== undefined) {
    throw new Error(`${title}, ${feature} is said to be “${reason}”, but a test of it passed.`);
  }
  if (passed) return 'passed';
  return reason ?? 'no test';
}
