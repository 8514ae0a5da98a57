import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, bytes, question, text, why } from "../islands/logic/passkey.ts";

test("bytes survive the way to the server and back", () => {
  for (const all of [[], [0], [255, 254], [251, 239, 190], [...Array(256).keys()]]) {
    const there = text(Uint8Array.from(all).buffer);
    assert.doesNotMatch(there, /[+/=]/);
    assert.deepEqual([...bytes(there)], all);
  }
});

test("the question's bytes are bytes, and the rest stays as it is", () => {
  const asked = {
    challenge: "AQID",
    rpId: "localhost",
    user: { id: "BA", name: "lin" },
    allowCredentials: [{ id: "_-8", type: "public-key" }],
  };
  assert.deepEqual(question(asked), {
    challenge: Uint8Array.of(1, 2, 3),
    rpId: "localhost",
    user: { id: Uint8Array.of(4), name: "lin" },
    allowCredentials: [{ id: Uint8Array.of(255, 239), type: "public-key" }],
  });
});

const buffer = (...all: number[]) => Uint8Array.from(all).buffer;

test("a signed answer names its owner, or nobody", () => {
  const response = { clientDataJSON: buffer(1), authenticatorData: buffer(2), signature: buffer(3), userHandle: null };
  const given = { id: "AQ", rawId: buffer(1), type: "public-key", response } as unknown as PublicKeyCredential;
  assert.deepEqual(answer(given), {
    id: "AQ",
    rawId: "AQ",
    type: "public-key",
    response: { authenticatorData: "Ag", clientDataJSON: "AQ", signature: "Aw", userHandle: null },
    extensions: {},
  });
});

test("a new key tells only those ways to it that the server knows", () => {
  const response = {
    clientDataJSON: buffer(1),
    attestationObject: buffer(2),
    getTransports: () => ["internal", "telepathy", "hybrid"],
  };
  const given = { id: "AQ", rawId: buffer(1), type: "public-key", response } as unknown as PublicKeyCredential;
  assert.deepEqual((answer(given) as { response: object }).response, {
    attestationObject: "Ag",
    clientDataJSON: "AQ",
    transports: ["internal", "hybrid"],
  });
});

test("errors of browsers are told apart in words", () => {
  const named = (name: string) => new DOMException("", name);
  assert.equal(why(named("NotAllowedError")), "cancelled");
  assert.equal(why(named("InvalidStateError")), "known");
  assert.equal(why(named("NotSupportedError")), "unable");
  assert.equal(why(named("SecurityError")), "elsewhere");
  assert.equal(why(new TypeError("network")), "failed");
  assert.equal(why(undefined), "failed");
});
