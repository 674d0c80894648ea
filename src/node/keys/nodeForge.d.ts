// Its parts, which the package's types leave out: the whole would bring a TLS stack along.
declare module 'node-forge/lib/forge' {
  import forge from 'node-forge';
  export default forge;
}
declare module 'node-forge/lib/pkcs12';
