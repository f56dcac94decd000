// An EHR whose tokens are signed by jose: good ones, and every way of pretending; each is posted with a hook call.
import * as jose from 'jose';
import { text } from 'node:stream/consumers';

const asked = JSON.parse(await text(process.stdin));
const { address, audience, issuer, jku, foreign, ec, rsa, body } = asked;
const keys = { ES384: await jose.importJWK(ec, 'ES384'), RS384: await jose.importJWK(rsa, 'RS384') };
const kids = { ES384: ec.kid, RS384: rsa.kid };
const spki = await jose.exportSPKI(await jose.importJWK({ kty: 'RSA', n: rsa.n, e: rsa.e }, 'RS384'));

function claims(changed = {}) {
  const now = Math.floor(Date.now() / 1000);
  return { iss: issuer, aud: audience, iat: now, exp: now + 300, jti: crypto.randomUUID(), ...changed };
}

function signed({ alg = 'ES384', key = keys[alg], header = {}, changed = {} } = {}) {
  const head = { alg, typ: 'JWT', kid: kids[alg] ?? ec.kid, jku, ...header };
  return new jose.SignJWT(claims(changed)).setProtectedHeader(head).sign(key);
}

// A token under the name of the registered key, by a key of its own.
async function pretended(alg, header = () => ({})) {
  const pair = await jose.generateKeyPair(alg);
  const jwk = { ...(await jose.exportJWK(pair.publicKey)), kid: ec.kid };
  return signed({ alg, key: pair.privateKey, header: { kid: ec.kid, ...header(jwk) } });
}

const past = Math.floor(Date.now() / 1000) - 3600;
const payload = new TextEncoder().encode(JSON.stringify(claims()));
const head = { alg: 'ES384', typ: 'JWT', kid: ec.kid, jku };

const made = {
  good: {
    ES384: await signed(),
    RS384: await signed({ alg: 'RS384' }),
    'without jku': await signed({ header: { jku: undefined } }),
    'audience in a list': await signed({ changed: { aud: [audience] } }),
  },
  forged: {
    'alg none': new jose.UnsecuredJWT(claims()).encode(),
    'another audience': await signed({ changed: { aud: 'https://other.example.org' } }),
    'another kid': await signed({ header: { kid: 'nobody' } }),
    'the kid of the other key': await signed({ header: { kid: rsa.kid } }),
    expired: await signed({ changed: { iat: past, exp: past + 300 } }),
    'not yet': await signed({ changed: { nbf: Math.floor(Date.now() / 1000) + 600 } }),
    'a foreign jku': await signed({ header: { jku: foreign } }),
    'HS384 with the public key': await signed({
      alg: 'HS384', key: new TextEncoder().encode(spki), header: { kid: rsa.kid },
    }),
    'HS384 with the key set': await signed({
      alg: 'HS384', key: new TextEncoder().encode(JSON.stringify({ ...ec, d: undefined })),
    }),
    'PS384 with the right key': await signed({
      alg: 'PS384', key: await jose.importJWK({ ...rsa, alg: undefined }, 'PS384'), header: { kid: rsa.kid },
    }),
    'its own key in the header': await pretended('ES384', (jwk) => ({ jwk })),
    'its own key under x5u': await pretended('ES384', () => ({ x5u: foreign })),
    'ES256 of its own': await pretended('ES256'),
    'a header that must be understood': await new jose.SignJWT(claims())
      .setProtectedHeader({ ...head, crit: ['urn:mine'], 'urn:mine': true })
      .sign(keys.ES384, { crit: { 'urn:mine': true } }),
    'a payload that is not encoded': await new jose.FlattenedSign(payload)
      .setProtectedHeader({ ...head, crit: ['b64'], b64: false })
      .sign(keys.ES384)
      .then((jws) => `${jws.protected}..${jws.signature}`),
    'no claims': await new jose.CompactSign(new TextEncoder().encode('[]')).setProtectedHeader(head).sign(keys.ES384),
    'an encrypted token': await new jose.CompactEncrypt(payload)
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: rsa.kid })
      .encrypt(await jose.importSPKI(spki, 'RSA-OAEP-256')),
    'the signature of another token': `${(await signed()).split('.').slice(0, 2).join('.')}.${(await signed()).split('.')[2]}`,
  },
};

async function post(token) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const found = { good: {}, forged: {} };
for (const kind of ['good', 'forged']) {
  for (const [name, token] of Object.entries(made[kind])) {
    found[kind][name] = await post(token);
  }
}
// A jti is good for one token, whoever signs again with it and with whichever key.
const jti = crypto.randomUUID();
found.replayed = [
  await post(await signed({ changed: { jti } })),
  await post(await signed({ changed: { jti } })),
  await post(await signed({ alg: 'RS384', changed: { jti } })),
];
process.stdout.write(JSON.stringify(found));
