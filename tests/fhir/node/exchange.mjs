// A CDS Hooks client: discovers the services, runs their prefetch on the EHR, and calls each hook with it.
import { Client } from 'fhir-kit-client';
import * as jose from 'jose';
import { text } from 'node:stream/consumers';

const { server, audience, issuer, jku, ec, fhir, contexts } = JSON.parse(await text(process.stdin));
const key = await jose.importJWK(ec, 'ES384');
const ehr = new Client({ baseUrl: fhir });

async function token(id) {
  return new jose.SignJWT({})
    .setProtectedHeader({ alg: 'ES384', typ: 'JWT', kid: ec.kid, jku })
    .setIssuer(issuer)
    .setAudience(`${audience}/cds-services/${id}`)
    .setIssuedAt()
    .setExpirationTime('5m')
    .setJti(crypto.randomUUID())
    .sign(key);
}

// Only what is plain text is filled in; a template that asks for more is left to the service.
function filled(template, context) {
  const query = template.replace(/\{\{context\.(\w+)\}\}/g, (_, name) => context[name]);
  return query.includes('{{') ? undefined : query;
}

async function prefetched(templates, context) {
  const prefetch = {};
  for (const [name, template] of Object.entries(templates)) {
    const query = filled(template, context);
    if (query) {
      prefetch[name] = await ehr.request(query);
    }
  }
  return prefetch;
}

const { services } = await (await fetch(`${server}/cds-services`)).json();
const found = {};
for (const service of services) {
  const context = contexts[service.hook];
  const response = await fetch(`${server}/cds-services/${service.id}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await token(service.id)}` },
    body: JSON.stringify({
      hook: service.hook,
      hookInstance: crypto.randomUUID(),
      context,
      prefetch: await prefetched(service.prefetch, context),
    }),
  });
  found[service.hook] = { status: response.status, body: await response.json() };
}
process.stdout.write(JSON.stringify(found));
