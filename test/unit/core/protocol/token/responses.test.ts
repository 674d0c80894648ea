import assert from 'node:assert/strict';
import { redirectTarget } from '../../../../../src/core/protocol/token/responses';

describe('where a redirect would have gone', () => {
  const words = (location: string) =>
    redirectTarget(new Response(null, { status: 302, headers: { location } }), 'https://idp.example/token');

  it('is said without its query, which may hold anything', () => {
    assert.equal(
      words('/login?code=secret'),
      'a redirect (302) to https://idp.example/login, which is not followed',
    );
  });

  it('T15: is no link to a command of the editor, whatever its path holds', () => {
    const said = words('/[Retry](command:workbench.action.reloadWindow)');
    assert.doesNotMatch(said ?? '', /\]\(/);
  });
});
