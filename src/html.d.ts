/** esbuild's text loader: the file's content. */
declare module '*.html' {
  const content: string;
  export default content;
}
