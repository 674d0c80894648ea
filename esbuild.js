// Builds the extension into dist/ and, with --tests, what runs the tests, the demo and the bench into out/test/.
//   --production  minified, without source maps     --watch  rebuilds; tells VS Code's problem matcher
const esbuild = require('esbuild');
const fs = require('node:fs');
const path = require('node:path');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');

/**
 * Node has them, and builds a literal when it is first used. Unknown to esbuild it would become a call, made when the
 * file is loaded: two of them, one for emoji that nothing uses, took most of the activation.
 */
const supported = { 'regexp-unicode-property-escapes': true };

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  // jsonc-parser's CommonJS entry is UMD, whose requires no bundler sees.
  mainFields: ['module', 'main'],
  logLevel: 'silent',
  loader: { '.html': 'text' },
  supported,
  sourcemap: production ? false : 'linked',
  absWorkingDir: __dirname,
};

/** Reports in the form that the $esbuild-watch problem matcher of .vscode/tasks.json reads. */
const problemMatcherPlugin = {
  name: 'problem-matcher',
  setup(build) {
    build.onStart(() => {
      if (watch) console.log('[watch] build started');
    });
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      if (watch) console.log('[watch] build finished');
    });
  },
};

/** @type {import('esbuild').TransformOptions} */
const toCommonJs = {
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  supported: { ...supported, 'dynamic-import': false },
  minify: production,
};

/**
 * Turned into CJS, `import * as vscode` becomes a copy of VS Code's whole API, once for each source file: 0.6 MB and
 * some milliseconds of activation. The API itself does as well.
 */
const requireVsCode = (code) =>
  code.replace(/\bimport\s*\*\s*as\s+([\w$]+)\s+from\s*(["']vscode["'])/g, 'const $1 = require($2)');

/** The names of the entry and of all that it loads at once. */
function filesAtActivation({ outputs }) {
  const found = new Set(['dist/extension.js']);
  for (const file of found) {
    for (const { path, kind, external } of outputs[file].imports) {
      if (kind === 'import-statement' && !external) found.add(path);
    }
  }
  return [...found].map((file) => path.basename(file));
}

/**
 * Loading a file takes longer than running what is in it: the dozen that activation loads become one, the entry. It
 * gives what was in them to the others, by the names that they had.
 * @param texts what esbuild made of each file, by its name
 */
async function joinedEntry(texts, [entry, ...parts]) {
  const contents = [
    `export { activate } from "./${entry}";`,
    ...parts.map((name) => `export * as "${name}" from "./${name}";`),
  ].join('\n');
  const { outputFiles } = await esbuild.build({
    ...toCommonJs,
    stdin: { contents },
    bundle: true,
    write: false,
    plugins: [
      {
        name: 'parts',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /.*/ }, ({ path: file }) =>
            [entry, ...parts].includes(path.basename(file))
              ? { path: path.basename(file), namespace: 'part' }
              : { path: file, external: true },
          );
          onLoad({ filter: /.*/, namespace: 'part' }, ({ path: name }) => ({
            contents: requireVsCode(texts.get(name)),
          }));
        },
      },
    ],
  });
  return outputFiles[0].text;
}

/** Takes from the entry what is in it now. */
const fromEntry = (code, [entry, ...parts]) =>
  code.replace(/\brequire\("\.\/([\w-]+\.js)"\)/g, (written, name) =>
    parts.includes(name) ? `require("./${entry}")["${name}"]` : written,
  );

/**
 * esbuild splits only ESM, and VS Code's patched http and https are reached only by CJS. So: split as ESM,
 * then turn each output into CJS. One copy of each module, lazy chunks by `import()`.
 */
const splitIntoCommonJsPlugin = {
  name: 'split-into-commonjs',
  setup(build) {
    build.onEnd(async (result) => {
      if (result.errors.length > 0) return;
      const dist = path.join(__dirname, 'dist');
      fs.rmSync(dist, { recursive: true, force: true });
      fs.mkdirSync(dist, { recursive: true });
      // Not where a person debugs: the joined entry has no source map. What is tested is joined as what is shipped.
      const joined = production || tests ? filesAtActivation(result.metafile) : [];
      const texts = new Map();
      for (const file of result.outputFiles ?? []) {
        if (!file.path.endsWith('.js')) continue;
        const name = path.basename(file.path);
        texts.set(name, file.text);
        if (joined.includes(name)) continue;
        const map = result.outputFiles?.find((candidate) => candidate.path === `${file.path}.map`);
        const inline = map
          ? `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map.contents).toString('base64')}`
          : '';
        const { code, map: cjsMap } = await esbuild.transform(
          requireVsCode(file.text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '')) + inline,
          { ...toCommonJs, sourcemap: map ? 'external' : false, sourcefile: name },
        );
        const written = fromEntry(code, joined);
        const comment = map ? `//# sourceMappingURL=${name}.map\n` : '';
        fs.writeFileSync(path.join(dist, name), written + comment);
        if (map) fs.writeFileSync(path.join(dist, `${name}.map`), cjsMap);
      }
      if (joined.length > 0) fs.writeFileSync(path.join(dist, joined[0]), await joinedEntry(texts, joined));
      fs.mkdirSync(path.join(__dirname, 'out'), { recursive: true });
      fs.writeFileSync(path.join(__dirname, 'out', 'metafile.json'), JSON.stringify(result.metafile));
    });
  },
};

/** @type {import('esbuild').BuildOptions} */
const extension = {
  ...common,
  entryPoints: ['src/extension.ts'],
  outdir: 'dist',
  format: 'esm',
  splitting: true,
  write: false,
  metafile: true,
  minify: production,
  target: 'node22',
  external: ['vscode'],
  alias: { 'form-data': './src/node/formData.ts' },
  plugins: [splitIntoCommonJsPlugin, problemMatcherPlugin],
};

const filesBelow = (folder, suffix) =>
  fs
    .readdirSync(path.join(__dirname, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(suffix))
    .map((file) => path.join(folder, file));

/** The runner, the demo, the bench and the suites: one CJS bundle an entry, packages left in node_modules. */
function testBuilds() {
  const options = {
    ...common,
    outbase: 'test',
    outdir: 'out/test',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    plugins: [problemMatcherPlugin],
  };
  return [
    {
      ...options,
      entryPoints: filesBelow('test', '.entry.ts').map((file) => ({
        in: file,
        out: file.slice('test/'.length, -'.entry.ts'.length),
      })),
    },
    { ...options, entryPoints: ['test/vscode/index.ts'], external: ['vscode'] },
    {
      ...options,
      entryPoints: [...filesBelow('test/interop', '.test.ts'), ...filesBelow('test/e2e', '.test.ts')],
    },
    {
      ...options,
      entryPoints: filesBelow('test/unit', '.test.ts'),
      alias: { vscode: './test/support/fakes/vscode.ts' },
    },
  ];
}

async function main() {
  if (watch) {
    const context = await esbuild.context(extension);
    await context.watch();
    return;
  }
  await esbuild.build(extension);
  if (tests) {
    fs.rmSync(path.join(__dirname, 'out', 'test'), { recursive: true, force: true });
    for (const build of testBuilds()) if (build.entryPoints.length > 0) await esbuild.build(build);
  }
}

main().catch((error) => {
  // What esbuild found wrong, the problem matcher has printed.
  if (!error.errors) console.error(error.message);
  process.exit(1);
});
