// How @hey-api/openapi-ts writes the TypeScript client. Imports name files in full, so that Node
// itself runs what is compiled, as bundlers do.
export default {
  input: process.env.SDK_INPUT,
  output: { path: process.env.SDK_OUTPUT, module: { extension: ".js" } },
};
