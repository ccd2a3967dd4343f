// A certified OpenID provider (oidc-provider) for tests: people are put in by PUT /people/:subject, clients
// register themselves (RFC 7591), and DELETE /people/:subject sends the newest client a back-channel logout.
import Provider from 'oidc-provider';

const port = Number(process.argv[2]);
const people = new Map();
const clients = [];

const provider = new Provider(`http://127.0.0.1:${port}`, {
  claims: { openid: ['sub', 'sid'], profile: ['name', 'groups'], email: ['email'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['only for tests'] },
  features: {
    backchannelLogout: { enabled: true },
    devInteractions: { enabled: false },
    registration: { enabled: true, initialAccessToken: false },
  },
  // Its own refuses addresses of this very machine, where the node's listener is.
  fetch: (url, options) => globalThis.fetch(url, { signal: options.signal, method: options.method, headers: options.headers, body: options.body }),
  findAccount: (context, subject) =>
    people.has(subject) && { accountId: subject, claims: () => ({ sub: subject, ...people.get(subject) }) },
  interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
  // Whoever signs in is asked nothing more, as an administrator's consent for all has it.
  loadExistingGrant: async (context) => {
    const grant = new context.oidc.provider.Grant({
      accountId: context.oidc.session.accountId, clientId: context.oidc.client.clientId,
    });
    grant.addOIDCScope('openid profile email');
    await grant.save();
    return grant;
  },
});

async function body(request) {
  let text = '';
  for await (const part of request) text += part;
  return text;
}

provider.on('registration_create.success', (context, client) => clients.push(client.clientId));
provider.use(async (context, next) => {
  const [, room, name] = context.path.split('/');
  if (room === 'people' && context.method === 'PUT') {
    people.set(name, JSON.parse(await body(context.req)));
    context.status = 204;
  } else if (room === 'people' && context.method === 'DELETE') {
    people.delete(name);
    for (const id of clients.slice(-1)) {
      const client = await provider.Client.find(id);
      if (client.backchannelLogoutUri) await client.backchannelLogout(name, context.query.sid);
    }
    context.status = 204;
  } else if (room === 'interaction' && context.method === 'GET') {
    context.type = 'html';
    context.body = `<!doctype html><html lang="en"><title>Council account</title><main><h1>Council account</h1>
      <form method="post"><label for="name">Name</label> <input id="name" name="name"> <button>Sign in</button></form></main></html>`;
  } else if (room === 'interaction' && context.method === 'POST') {
    const wanted = new URLSearchParams(await body(context.req)).get('name');
    const result = people.has(wanted) ? { login: { accountId: wanted } } : { error: 'access_denied' };
    await provider.interactionFinished(context.req, context.res, result);
    context.respond = false;
  } else {
    await next();
  }
});

provider.listen(port, '127.0.0.1', () => console.log('ready'));
