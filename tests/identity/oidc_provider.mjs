// A certified provider (npm oidc-provider) on loopback: node oidc_provider.mjs <port> <relying party>
// It lets "anna" in without asking, and does what the tests tell it under /control/.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [port, relying, modules] = process.argv.slice(2);
const require = createRequire(modules + "/");
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));
const { generateKeyPair, exportJWK } = await import(pathToFileURL(require.resolve("jose")));

const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = await generateKeyPair("RS256", { extractable: true });
const jwk = { ...(await exportJWK(privateKey)), kid: `key-${process.pid}`, use: "sig", alg: "RS256" };
const client = (id, more) => ({
  client_id: id,
  redirect_uris: [`${relying}/api/v1/oidc/plant/back`],
  backchannel_logout_uri: `${relying}/api/v1/oidc/plant/logout`,
  backchannel_logout_session_required: true,
  ...more,
});
let told = "";
const provider = new Provider(issuer, {
  jwks: { keys: [jwk] },
  cookies: { keys: ["tests only"] },
  clients: [
    client("anshu", { client_secret: "a-secret-of-the-client" }),
    client("other", { client_secret: "another-secret" }),
  ],
  claims: { openid: ["sub"], profile: ["preferred_username"], email: ["email", "email_verified"] },
  features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
  // It would refuse to tell a relying party on loopback.
  fetch: (url, { dispatcher: _, ...options }) => {
    told = String(options.body);
    return globalThis.fetch(url, options);
  },
  pkce: { required: () => true },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: `${id}.oidc`, email: `${id}@plant.example`, email_verified: false }),
  }),
});
let who = "anna";
let refuses = false;

async function interact(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (refuses)
    return provider.interactionFinished(request, response, { error: "access_denied" }, { mergeWithLastSubmission: false });
  if (prompt.name === "login")
    return provider.interactionFinished(request, response, { login: { accountId: who } }, { mergeWithLastSubmission: false });
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid profile email");
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
}
async function control(url, response) {
  if (url.pathname === "/control/who") who = url.searchParams.get("who");
  if (url.pathname === "/control/refuse") refuses = url.searchParams.get("on") === "1";
  if (url.pathname === "/control/logout") {
    const found = await provider.Client.find("anshu");
    await found.backchannelLogout(url.searchParams.get("sub"), url.searchParams.get("sid"));
  }
  response.end(url.pathname === "/control/told" ? told : "done");
}
createServer(async (request, response) => {
  const url = new URL(request.url, issuer);
  try {
    if (url.pathname.startsWith("/interaction/")) await interact(request, response);
    else if (url.pathname.startsWith("/control/")) await control(url, response);
    else await provider.callback()(request, response);
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error && error.stack));
  }
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
