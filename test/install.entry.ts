// node out/test/install.js: fetches both VS Code servers, and what they and the browser need, at once.
import { installVsCodeServer, vsCodeVersions } from './support/vscodeServer/install';

Promise.all(vsCodeVersions.map((version) => installVsCodeServer(version, console.log))).catch(
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
