/** Passkeys as the server writes them and as the browser takes them: bytes are base64url without padding. */

/** What the server asks of a passkey that there is, or of a new one; only what holds bytes is named here. */
export interface Asked {
  challenge: string;
  allowCredentials?: { id: string; [other: string]: unknown }[];
  excludeCredentials?: { id: string; [other: string]: unknown }[];
  user?: { id: string; [other: string]: unknown };
  [other: string]: unknown;
}

/** The ways to a device that the server knows. */
const WAYS = ["usb", "nfc", "ble", "internal", "hybrid"];

export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

export function text(buffer: ArrayBuffer): string {
  const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The question as the browser takes it. */
export function question(asked: Asked): object {
  const named = (one: { id: string }) => ({ ...one, id: bytes(one.id) });
  return {
    ...asked,
    challenge: bytes(asked.challenge),
    ...(asked.allowCredentials && { allowCredentials: asked.allowCredentials.map(named) }),
    ...(asked.excludeCredentials && { excludeCredentials: asked.excludeCredentials.map(named) }),
    ...(asked.user && { user: named(asked.user) }),
  };
}

/** The answer as the server reads it. */
export function answer(given: PublicKeyCredential): object {
  const { response } = given;
  const common = { id: given.id, rawId: text(given.rawId), type: given.type };
  const clientDataJSON = text(response.clientDataJSON);
  if ("attestationObject" in response) {
    const made = response as AuthenticatorAttestationResponse;
    const transports = (made.getTransports?.() ?? []).filter((way) => WAYS.includes(way));
    const attestationObject = text(made.attestationObject);
    return { ...common, response: { attestationObject, clientDataJSON, transports }, extensions: {} };
  }
  const signed = response as AuthenticatorAssertionResponse;
  return {
    ...common,
    response: {
      authenticatorData: text(signed.authenticatorData),
      clientDataJSON,
      signature: text(signed.signature),
      userHandle: signed.userHandle ? text(signed.userHandle) : null,
    },
    extensions: {},
  };
}

/** Which sentence tells why nothing came of it. */
export function why(error: unknown): "cancelled" | "known" | "unable" | "elsewhere" | "failed" {
  switch (error instanceof Error || error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
    case "AbortError":
      return "cancelled";
    case "InvalidStateError":
      return "known";
    case "NotSupportedError":
    case "ConstraintError":
      return "unable";
    case "SecurityError":
      return "elsewhere";
    default:
      return "failed";
  }
}
