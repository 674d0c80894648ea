import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** One wall of the house: what the files of a folder must not import, and where to go instead. */
const wall = (files, patterns, extra = {}) => ({
  files,
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
    ...extra,
  },
});

const noVscode = {
  regex: '^vscode$',
  message: 'Only src/vscode, extension.ts and container.ts know VS Code.',
};
const outsideOfCore = [
  noVscode,
  {
    regex: '^(node:|axios$|fs|https?$|net$|crypto$|path$|os$)|/(vscode|node)/',
    message: 'core is pure: it asks the outside through core/ports.',
  },
];
const engineOnly = {
  regex: '/(node|core/grants|core/protocol)/|^(\\.\\.?/)+(grants|protocol)/|^(axios|oauth4webapi|jose)(/|$)',
  allowTypeImports: true,
  message: "Reached only through import('./engine'), so that activation does not load it. Types are fine.",
};

/**
 * Where the editor makes links of text, which run any command: one module passes each on, and takes the links away that
 * the text of a file, a repository or a server makes.
 */
const linkMakers = {
  'src/vscode/messages.ts': /^(show(Information|Warning|Error)Message|setStatusBarMessage|showInputBox)$/,
  'src/vscode/waiting.ts': /^withProgress$/,
};
const others = /^createInputBox$/;
const noLinkMakers = (names) => ({
  'no-restricted-syntax': [
    'error',
    ...names.flatMap((name) =>
      [
        `MemberExpression[property.name=${name}]`,
        `ObjectPattern > Property[key.name=${name}]`,
        `ImportSpecifier[imported.name=${name}]`,
      ].map((selector) => ({
        selector,
        message:
          'Text of others would become a link or an icon: go through vscode/messages or vscode/waiting.',
      })),
    ),
  ],
});

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.vscode-test/', 'node_modules/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Marked deprecated only to stand out. Which http addresses are allowed is checked in core/protocol/server/endpoints.ts;
      // PKCE is off only where a profile says so.
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: 'oauth4webapi', name: ['allowInsecureRequests', 'nopkce'] }] },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 300 }],
    },
  },
  wall(['src/core/**'], outsideOfCore, {
    'no-restricted-globals': [
      'error',
      { name: 'Buffer', message: 'Not in every host; use Uint8Array.' },
      { name: 'process', message: 'Ask through core/ports.' },
      { name: 'setTimeout', message: 'Time comes from Clock.' },
      { name: 'setInterval', message: 'Time comes from Clock.' },
      { name: 'fetch', message: 'Requests go through Transport.' },
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: 'Time comes from Clock.' },
    ],
  }),
  wall(
    ['src/core/tokens/**', 'src/core/profiles/**', 'src/core/requestFiles/**', 'src/core/feeds/**'],
    [...outsideOfCore, engineOnly],
  ),
  wall(
    ['src/node/**'],
    [noVscode, { regex: '/vscode/', message: 'node and vscode meet through core/ports.' }],
  ),
  wall(['src/vscode/**', 'src/extension.ts', 'src/container.ts', 'src/services.ts'], [engineOnly]),
  { files: ['src/**'], rules: noLinkMakers([...Object.values(linkMakers), others]) },
  ...Object.keys(linkMakers).map((file) => ({
    files: [file],
    rules: noLinkMakers([
      ...Object.entries(linkMakers)
        .filter(([other]) => other !== file)
        .map(([, name]) => name),
      others,
    ]),
  })),
  wall(['src/engine.ts'], [noVscode, { regex: '/vscode/', message: 'The engine knows no editor.' }]),
  { files: ['test/**'], rules: { 'no-console': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
  {
    files: ['esbuild.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        require: 'readonly',
        process: 'readonly',
        console: 'readonly',
        __dirname: 'readonly',
        Buffer: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
);
