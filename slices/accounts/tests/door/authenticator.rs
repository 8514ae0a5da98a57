//! A device with passkeys, as far as the door sees it: it signs what a browser hands to it. A story can bend it, to
//! see that the door notices.

use crate::town::{Answer, Browser};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Where the browsers of these stories are.
pub const ORIGIN: &str = "http://localhost:8080";

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const WITH_KEY: u8 = 0x40;

/// What a page asks.
pub struct Challenge {
    pub options: Value,
    pub ticket: String,
}

impl Challenge {
    /// Of a page that asks for a passkey.
    pub fn of(page: &Answer) -> Challenge {
        let options = page.between("data-options=\"", "\"").replace("&#34;", "\"").replace("&#38;", "&");
        Challenge { options: serde_json::from_str(&options).unwrap(), ticket: page.field("ticket") }
    }
}

/// A key that the device holds; a copy of it is a clone.
#[derive(Clone)]
pub struct Key {
    pub id: Vec<u8>,
    pub handle: Vec<u8>,
    pub counter: u32,
    pub secret: SigningKey,
}

/// How a device is bent.
#[derive(Clone)]
pub struct Device {
    /// What the browser says it shows.
    pub origin: String,
    /// Whether it asks for finger, face or number.
    pub verifies: bool,
    /// For whom it signs.
    pub host: String,
}

impl Default for Device {
    fn default() -> Self {
        Device { origin: ORIGIN.to_owned(), verifies: true, host: "localhost".to_owned() }
    }
}

fn text(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn bytes(value: &Value) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(value.as_str().unwrap()).unwrap()
}

impl Device {
    fn client(&self, kind: &str, challenge: &Value) -> Vec<u8> {
        let data =
            json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false });
        data.to_string().into_bytes()
    }

    fn data(&self, extra: u8, counter: u32) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(self.host.as_bytes()).to_vec();
        data.push(PRESENT | verified | extra);
        data.extend(counter.to_be_bytes());
        data
    }

    /// Makes a key; `seed` tells keys apart. Its counter begins at `counter`.
    pub fn make(&self, asked: &Challenge, seed: u8, counter: u32) -> (Key, String) {
        let secret = SigningKey::from_slice(&[seed; 32]).unwrap();
        let key = Key { id: vec![seed; 32], handle: bytes(&asked.options["user"]["id"]), counter, secret };
        let client = self.client("webauthn.create", &asked.options["challenge"]);
        let mut data = self.data(WITH_KEY, counter);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(&key.id);
        let point = key.secret.verifying_key().to_sec1_point(false);
        // COSE: EC2, ES256, P-256, x, y.
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(point.x().unwrap().as_slice());
        data.extend([0x22, 0x58, 0x20]);
        data.extend(point.y().unwrap().as_slice());
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(&data);
        let answer = json!({
            "id": text(&key.id), "rawId": text(&key.id), "type": "public-key",
            "response": { "attestationObject": text(&object), "clientDataJSON": text(&client) },
            "extensions": {},
        });
        (key, answer.to_string())
    }

    /// Signs with a key; its counter goes on, where it has one.
    pub fn sign(&self, key: &mut Key, asked: &Challenge) -> String {
        if key.counter > 0 {
            key.counter += 1;
        }
        let client = self.client("webauthn.get", &asked.options["challenge"]);
        let data = self.data(0, key.counter);
        let signed: Signature = key.secret.sign(&[data.clone(), Sha256::digest(&client).to_vec()].concat());
        let answer = json!({
            "id": text(&key.id), "rawId": text(&key.id), "type": "public-key",
            "response": {
                "authenticatorData": text(&data), "clientDataJSON": text(&client),
                "signature": text(signed.to_der().as_bytes()), "userHandle": text(&key.handle),
            },
            "extensions": {},
        });
        answer.to_string()
    }
}

/// Adds a passkey to the account of whoever is signed in.
pub async fn add(browser: &mut Browser<'_>, seed: u8, counter: u32, name: &str) -> (Key, Answer) {
    let page = browser.get("/account/passkeys/new").await.is(200);
    let asked = Challenge::of(&page);
    let (key, answer) = Device::default().make(&asked, seed, counter);
    let form = [
        ("form_key", page.field("form_key")),
        ("name", name.to_owned()),
        ("ticket", asked.ticket),
        ("answer", answer),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = browser.post("/account/passkeys", &form).await;
    (key, done)
}

/// Comes to the door with a passkey and nothing else.
pub async fn sign_in(browser: &mut Browser<'_>, key: &mut Key) -> Answer {
    sign_in_with(browser, key, &Device::default()).await
}

/// As [`sign_in`], by a bent device.
pub async fn sign_in_with(browser: &mut Browser<'_>, key: &mut Key, device: &Device) -> Answer {
    let asked = Challenge::of(&browser.get("/sign-in").await.is(200));
    let answer = device.sign(key, &asked);
    browser.post("/sign-in/passkey", &[("ticket", &asked.ticket), ("answer", &answer)]).await
}
