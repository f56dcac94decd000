// A client of the FHIR server: what it serves, its forms, a package for an order, and every question of one form.
import { Client } from 'fhir-kit-client';
import * as jose from 'jose';
import { text } from 'node:stream/consumers';

const { server, audience, issuer, jku, ec, order, form, answers } = JSON.parse(await text(process.stdin));
const key = await jose.importJWK(ec, 'ES384');
const everybody = new Client({ baseUrl: `${server}/fhir` });

// Each call is signed for its own address, and a token is good for one call.
async function signed(path) {
  const token = await new jose.SignJWT({})
    .setProtectedHeader({ alg: 'ES384', typ: 'JWT', kid: ec.kid, jku })
    .setIssuer(issuer)
    .setAudience(`${audience}/fhir/${path}`)
    .setIssuedAt()
    .setExpirationTime('5m')
    .setJti(crypto.randomUUID())
    .sign(key);
  return new Client({ baseUrl: `${server}/fhir`, bearerToken: token });
}

async function called(name, input) {
  const client = await signed(`Questionnaire/${name}`);
  return client.operation({ name, resourceType: 'Questionnaire', method: 'POST', input });
}

async function refused(call) {
  try {
    await call();
    return { status: 200 };
  } catch (error) {
    return { status: error.response.status, body: error.response.data };
  }
}

const statement = await everybody.capabilityStatement();
const searched = await everybody.search({ resourceType: 'Questionnaire', searchParams: {} });
const read = [];
for (const { resource } of searched.entry) {
  read.push(await everybody.read({ resourceType: 'Questionnaire', id: resource.id }));
}
const byUrl = await everybody.search({ resourceType: 'Questionnaire', searchParams: { url: read[0].url } });
const sets = await everybody.search({ resourceType: 'ValueSet', searchParams: {} });
const url = sets.entry[0].resource.url;
const expanded = [
  await everybody.operation({ name: '$expand', resourceType: 'ValueSet', method: 'GET', input: { url } }),
  await everybody.operation({
    name: '$expand', resourceType: 'ValueSet', method: 'POST',
    input: { resourceType: 'Parameters', parameter: [{ name: 'url', valueUri: url }] },
  }),
];
const packaged = await called('$questionnaire-package', order);

// The form that asks one question at a time, as a renderer goes through it.
const named = { name: 'questionnaire', valueCanonical: read.find((each) => each.id === form).url };
const adaptive = await called('$questionnaire-package', { ...order, parameter: [...order.parameter, named] });
const drafts = adaptive.parameter
  .flatMap((each) => each.resource.entry ?? [])
  .map((each) => each.resource)
  .filter((each) => each.resourceType === 'QuestionnaireResponse' && each.contained);
const steps = [];
let response = drafts[0];
while (response.status !== 'completed' && steps.length < 40) {
  response = await called('$next-question', response);
  steps.push(response);
  const answered = new Set(response.item.map((each) => each.linkId));
  for (const item of response.contained[0].item) {
    if (!answered.has(item.linkId) && item.linkId in answers) {
      response.item.push({ linkId: item.linkId, answer: [answers[item.linkId]] });
    }
  }
}

const found = {
  statement, searched, read, byUrl, sets, expanded, packaged, steps,
  refused: {
    'an unknown form': await refused(() => everybody.read({ resourceType: 'Questionnaire', id: 'nothing' })),
    'an unknown kind': await refused(() => everybody.read({ resourceType: 'Patient', id: 'p1' })),
    'a change': await refused(() =>
      everybody.update({ resourceType: 'Questionnaire', id: read[0].id, body: read[0] })),
    'a deletion': await refused(() => everybody.delete({ resourceType: 'Questionnaire', id: read[0].id })),
    'an unsigned call': await refused(() =>
      everybody.operation({
        name: '$questionnaire-package', resourceType: 'Questionnaire', method: 'POST', input: order,
      })),
  },
};
process.stdout.write(JSON.stringify(found));
