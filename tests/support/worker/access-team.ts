import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { HttpResponse, http } from 'msw';

/** The variables of a Worker behind Cloudflare Access that concern Access. */
export const ACCESS_VARS = { ACCESS_TEAM: 'perigee-tests', ACCESS_AUD: 'the-audience-of-the-tests' };

const ISSUER = `https://${ACCESS_VARS.ACCESS_TEAM}.cloudflareaccess.com`;
export const CERTS = `${ISSUER}/cdn-cgi/access/certs`;

const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
const publicJwk = { ...(await exportJWK(publicKey)), kid: 'tests', alg: 'RS256', use: 'sig' };

/** The key set of the team. Access sends the present key and the next one. */
export const certsHandler = http.get(CERTS, () => HttpResponse.json({ keys: [publicJwk] }));

interface Claims {
  issuer?: string;
  audience?: string | string[];
  /** Seconds since 1970, or a duration such as `1h`. */
  expires?: number | string | null;
  key?: CryptoKey | Uint8Array;
  alg?: string;
  kid?: string;
}

/** Makes an assertion as Access sends it with the request of a person. */
export async function assertionWith({
  issuer = ISSUER,
  audience = [ACCESS_VARS.ACCESS_AUD],
  expires = '1h',
  key = privateKey,
  alg = 'RS256',
  kid = 'tests',
}: Claims = {}): Promise<string> {
  const jwt = new SignJWT({ email: 'ada@example.com', type: 'app' })
    .setProtectedHeader({ alg, kid })
    .setIssuedAt()
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('person');
  return (expires === null ? jwt : jwt.setExpirationTime(expires)).sign(key);
}
