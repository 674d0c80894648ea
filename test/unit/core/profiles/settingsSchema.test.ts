import assert from 'node:assert/strict';
import * as v from 'valibot';
import manifest from '../../../../package.json';
import strings from '../../../../package.nls.json';
import { assertionMembers } from '../../../../src/core/profiles/nestedMembers';
import { presets } from '../../../../src/core/profiles/presets';
import { codeChallengeMethods, tokenSources } from '../../../../src/core/profiles/profile';
import { profileMembers, profileSchema } from '../../../../src/core/profiles/profileSchema';
import { isOtherSource } from '../../../../src/core/profiles/otherSources';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import { sourcePresets } from '../../../../src/core/profiles/sourcePresets';
import { isInsecure } from '../../../../src/core/profiles/warnings';
import { fits, type JsonSchema } from '../../../support/jsonSchema';
import { sharedSchemaOf } from '../../../support/sharedSchema';
import { exampleOf, good } from './exampleProfiles';

const setting = manifest.contributes.configuration.properties['valetKey.profiles'];
const profile = setting.additionalProperties;
const members: Readonly<Record<string, JsonSchema>> = profile.properties;
const entries = profileSchema({ allowHttp: false, hasClient: true }).entries;

/** A text of the manifest as a person reads it. */
const read = (key = ''): string =>
  (strings as Record<string, string>)[key.replaceAll('%', '')] ?? assert.fail(`no text: ${key}`);

/** The schema and each one within it. */
function* within(schema: JsonSchema): Generator<JsonSchema> {
  yield schema;
  for (const inner of Object.values(schema.properties ?? {})) yield* within(inner);
  for (const inner of [schema.items ?? []].flat()) yield* within(inner);
  if (schema.additionalItems) yield* within(schema.additionalItems);
  if (typeof schema.additionalProperties === 'object') yield* within(schema.additionalProperties);
}

describe('the settings’ JSON schema', () => {
  it('is out of every workspace’s reach, and stays on this machine', () => {
    assert.equal(setting.scope, 'application');
    assert.equal(setting.ignoreSync, true);
  });

  it('has the members that a profile is read with, refuses all others, and a client secret with words', () => {
    assert.deepEqual(
      Object.keys(members)
        .filter((member) => member !== 'clientSecret')
        .sort(),
      profileMembers.toSorted(),
    );
    assert.equal(profile.additionalProperties, false);
    const { clientSecret } = profile.properties;
    assert.ok(!fits(clientSecret, 'shh'));
    assert.ok(!fits(clientSecret, 'a${env:SECRET}'));
    assert.ok(fits(clientSecret, '${env:SECRET}'));
    assert.ok(read(clientSecret.patternErrorMessage));
  });

  it('has the same members within members, and refuses all others there', () => {
    const { assertion, authorizationRequest, tokenRequest, refreshRequest } = profile.properties;
    assert.deepEqual(Object.keys(assertion.properties), assertionMembers);
    assert.equal(assertion.additionalProperties, false);
    for (const extras of [authorizationRequest, tokenRequest, refreshRequest]) {
      assert.deepEqual(Object.keys(extras.properties), ['parameters', 'headers']);
      assert.deepEqual(extras.properties, tokenRequest.properties);
      assert.equal(extras.additionalProperties, false);
    }
  });

  it('has the same values to choose from, each explained', () => {
    for (const [member, schema] of Object.entries(members)) {
      const entry = member === 'clientSecret' ? undefined : entries[member as keyof typeof entries];
      const inner = entry && 'wrapped' in entry ? entry.wrapped : undefined;
      const options = inner !== undefined && 'options' in inner ? inner.options : undefined;
      assert.deepEqual(schema.enum, options, member);
      const words = schema.markdownEnumDescriptions ?? schema.enumDescriptions;
      assert.equal(words?.length, options?.length, member);
      for (const key of words ?? []) assert.ok(read(key).endsWith('.'), key);
    }
  });

  it('G16: marks what is insecure among them, as the tree and the log do', () => {
    const isMarked = (key: string | undefined) => read(key).startsWith('**Insecure.**');
    const { grantType, codeChallengeMethod } = members;
    for (const [index, value] of tokenSources.entries()) {
      assert.equal(
        isMarked(grantType?.markdownEnumDescriptions?.[index]),
        isInsecure(exampleOf(value)),
        value,
      );
    }
    for (const [index, value] of codeChallengeMethods.entries()) {
      const insecure = isInsecure({ ...exampleOf('authorization_code'), codeChallengeMethod: value });
      assert.equal(isMarked(codeChallengeMethod?.markdownEnumDescriptions?.[index]), insecure, value);
    }
    assert.ok(isMarked(members.allowHttp?.markdownDescription));
    assert.ok(isInsecure({ ...exampleOf('authorization_code'), allowHttp: true }));
  });

  it('has the same defaults', () => {
    const written: Readonly<Record<string, unknown>> = good;
    const filledIn = Object.entries(readProfiles({ p: good }).profiles[0] ?? {}).filter(
      // The default of the method depends on the grant type.
      ([member]) => !(member in written) && !['name', 'source', 'tokenEndpointAuthMethod'].includes(member),
    );
    const declared = Object.entries(members).filter(([, schema]) => schema.default !== undefined);
    assert.deepEqual(
      Object.fromEntries(declared.map(([member, schema]) => [member, schema.default])),
      Object.fromEntries(filledIn),
    );
  });

  it('requires what is required', () => {
    const required = profileMembers.filter((member) => {
      const all = { issuer: 'https://a.example', clientId: 'x' };
      const rest = Object.fromEntries(Object.entries(all).filter(([name]) => name !== member));
      return readProfiles({ p: rest }).problems.some((problem) => problem.member === member);
    });
    assert.deepEqual(required, ['clientId']);
    for (const grantType of tokenSources) {
      const { name, source, clientId, ...example } = exampleOf(grantType);
      assert.ok(name && source);
      const written = { ...example, ...(clientId && { clientId }) };
      assert.ok(fits(profile, written), grantType);
      // What one of is enough is needed nonetheless.
      const servers = ['issuer', 'tokenEndpoint', 'authorizationEndpoint'];
      const one = isOtherSource(grantType) ? ['authenticationProvider', 'command'] : servers;
      for (const members of isOtherSource(grantType)
        ? one.map((member) => [member])
        : [['clientId'], servers]) {
        if (!members.some((member) => member in written)) continue;
        const rest = Object.entries(written).filter(([member]) => !members.includes(member));
        assert.ok(!fits(profile, Object.fromEntries(rest)), `${grantType} without ${members.join(', ')}`);
      }
    }
  });

  it('explains each member: what it is, when it is needed, and an example that is good', () => {
    for (const [member, schema] of Object.entries(members)) {
      if (member === 'clientSecret') continue;
      const text = read(schema.markdownDescription);
      const [, , needed, example] =
        /^(.+)\n\n((?:Needed.+|Always needed)\.)\n\nExample: `(.+)`$/.exec(text) ?? assert.fail(member);
      assert.ok(needed);
      const value: unknown = schema.type === 'string' ? example : parsed(example ?? '');
      assert.ok(v.safeParse(entries[member as keyof typeof entries], value).success, `${member}: ${example}`);
      assert.ok(fits(schema, value), `${member}: ${example}`);
    }
  });

  it('says what to write where a pattern does not fit', () => {
    for (const schema of within(profile)) {
      if (schema.pattern !== undefined) assert.ok(read(schema.patternErrorMessage), schema.pattern);
      if (schema.propertyNames) assert.ok(read(schema.propertyNames.patternErrorMessage));
    }
  });

  it('knows the same names of profiles', () => {
    const names = ['a', 'a b', 'Ökta – dev', 'x'.repeat(100), '', ' ', ' a', 'a ', 'a\tb', 'x'.repeat(101)];
    for (const [index, name] of names.entries()) {
      const { problems } = readProfiles({ [name]: { issuer: 'https://a.example', clientId: 'x' } });
      assert.equal(problems.length === 0, index < 4, `code: ${name}`);
      assert.equal(fits(setting.propertyNames, name), index < 4, `schema: ${name}`);
    }
  });

  it('has snippets that are good profiles once their placeholders are filled', () => {
    const filled = (body: unknown) =>
      JSON.parse(
        JSON.stringify(body)
          .replace(/\$\{\d\|([^,|]+)[^|]*\|\}/g, '$1')
          .replace(/\$\{\d:([^}]+)\}/g, '$1'),
      ) as Record<string, unknown>;
    const ours = 8;
    const others = presets.length + sourcePresets.length;
    assert.equal(profile.defaultSnippets.length, ours + others);
    assert.equal(setting.defaultSnippets.length, ours + others);
    for (const [index, { body, label }] of profile.defaultSnippets.entries()) {
      // One builds on another profile, which a person has to have.
      const neighbours = { 'other-profile': good };
      const members = filled(body);
      assert.deepEqual(readProfiles({ p: members, ...neighbours }).problems, [], label);
      assert.ok(fits(profile, members), label);
      const named = setting.defaultSnippets[index];
      assert.equal(named?.label, label);
      assert.deepEqual(Object.values(filled(named.body)), [members]);
    }
  });
});

describe('the settings’ JSON schema of what a workspace shares', () => {
  const shared = manifest.contributes.configuration.properties['valetKey.workspaceProfiles'];

  it('is that of the person’s own profiles without what is refused: `node out/test/manifest.js` makes it anew', () => {
    assert.deepEqual(shared, sharedSchemaOf(setting));
  });

  it('G6: is of a folder, and out of reach of an untrusted one', () => {
    assert.equal(shared.scope, 'resource');
    const { untrustedWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, ['valetKey.workspaceProfiles']);
  });

  it('G5, G11: takes what can be read, and marks what cannot', () => {
    const members: JsonSchema = shared.additionalProperties;
    const folder = { uri: 'file:///api', folder: 'api' };
    for (const more of [
      {},
      { scope: 'a b' },
      { allowHttp: false },
      { clientKeyFile: '/home/me/key.pem' },
      { clientSecret: '${env:X}' },
      { authenticationProvider: 'github' },
      { tokenPath: 'a' },
      { issuer: 'https://${env:HOST}' },
      { grantType: 'command' },
    ]) {
      const written = { ...good, ...more };
      const { problems } = readProfiles({ p: written }, { place: folder });
      assert.equal(fits(members, written), problems.length === 0, JSON.stringify(more));
    }
  });
});

/** A value as it is written in JSON. */
function parsed(text: string): unknown {
  return text.startsWith('http') ? text : JSON.parse(text);
}
