import { generate } from "selfsigned";

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const yearMs = 365 * 24 * 3_600_000;

/** A self-signed certificate for 127.0.0.1 unless told another name. */
export async function selfSigned(
  host = "127.0.0.1",
  validFrom = new Date(Date.now() - yearMs / 2),
): Promise<Certificate> {
  const altNames = /^[\d.]+$/.test(host) ? [{ type: 7 as const, ip: host }] : [{ type: 2 as const, value: host }];
  const { cert, private: key } = await generate([{ name: "commonName", value: host }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: validFrom,
    notAfterDate: new Date(validFrom.getTime() + yearMs),
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true },
      { name: "subjectAltName", altNames },
    ],
  });
  return { cert, key };
}
