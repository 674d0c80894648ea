import assert from 'node:assert/strict';
import { fingerprint } from '../../../../src/core/profiles/fingerprint';
import type { Profile } from '../../../../src/core/profiles/profile';
import { eventually } from '../../../support/eventually';
import { TokenWindows } from '../../../support/fakes/tokenWindows';
import { keepFresh } from './keepFresh';
import { profilesOf, signIn } from './service';

const [demo] = profilesOf({ demo: signIn }) as [Profile];
const theirs: Profile = {
  ...demo,
  source: { kind: 'workspace', name: 'demo', uri: 'file:///work/api', folder: 'api' },
};

describe('tokens that are kept fresh, beside what a workspace shares', () => {
  /** Lets all that can go on without a timer go on. */
  const settled = async () => {
    for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
  };

  it('G1, G3: are none of its own under the name that was wanted', async () => {
    let profiles = [demo];
    const windows = new TokenWindows(profiles);
    const window = windows.open();
    const { record } = await window.getNew(demo);
    const { fresh, heard, profilesChanged } = keepFresh(window, windows.clock, () => profiles);
    fresh.want('terminals', ['demo']);
    await settled();
    // The person's own goes, and whoever wanted it has not read the settings yet.
    profiles = [theirs];
    const tokenSet = { ...record.tokenSet, accessToken: 'theirs' };
    await window.store.put({ ...record, id: 'theirs', fingerprint: await fingerprint(theirs), tokenSet });
    profilesChanged();
    await settled();
    assert.deepEqual(heard, ['demo: access-1', 'demo: none']);
    assert.equal(fresh.tokenOf('demo'), undefined);
    fresh.dispose();
    await eventually('every timer to be gone', () => windows.clock.running === 0);
  });
});
