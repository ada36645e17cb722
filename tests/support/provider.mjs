// An OpenID provider for the tests: `node provider.mjs <port> <redirect_uri>`. Who signs in as `zhang` is `zhang`, with these claims.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const packages = createRequire(new URL("../../web/package.json", import.meta.url));
const { default: Provider } = await import(pathToFileURL(packages.resolve("oidc-provider")));

const [port, redirect] = process.argv.slice(2);
const PEOPLE = {
  zhang: { name: "张伟", email: "zhang@example.com", email_verified: true },
  mallory: { name: "Mallory", email: "ann@example.com", email_verified: false },
};

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "gezi",
      client_secret: "a/secret+of:ours%20",
      redirect_uris: [redirect],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "preferred_username"] },
  cookies: { keys: ["only for tests"] },
  pkce: { required: () => true },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, ...PEOPLE[id] }),
  }),
});
provider.listen(Number(port), "127.0.0.1");
