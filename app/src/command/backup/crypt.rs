//! A part of a backup on its way: sealed in pieces, so that any length passes through little memory.
//!
//! `XTPART1\n`, 19 random bytes, then pieces of 64 KiB, each XChaCha20-Poly1305 with the nonce *random bytes, number of
//! the piece, whether it is the last*, and the part's name beside it: a piece that was changed, moved to another place
//! or part, or cut off does not open.

use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead as _, KeyInit as _, Payload},
};
use std::io::{self, Read, Write};
use xingtan_keys::{Secret, random};

const MAGIC: &[u8; 8] = b"XTPART1\n";
const PIECE: usize = 64 * 1024;
const TAG: usize = 16;

/// What both directions share.
struct Pieces {
    cipher: XChaCha20Poly1305,
    random: [u8; 19],
    name: Vec<u8>,
    number: u32,
}

impl Pieces {
    fn new(key: &Secret, random: [u8; 19], name: &str) -> Self {
        Pieces { cipher: XChaCha20Poly1305::new(key.expose().into()), random, name: name.into(), number: 0 }
    }

    fn nonce(&mut self, last: bool) -> io::Result<[u8; 24]> {
        let mut nonce = [0; 24];
        nonce[..19].copy_from_slice(&self.random);
        nonce[19..23].copy_from_slice(&self.number.to_be_bytes());
        nonce[23] = u8::from(last);
        self.number = self.number.checked_add(1).ok_or_else(|| io::Error::other("a part is too long"))?;
        Ok(nonce)
    }

    fn seal(&mut self, plain: &[u8], last: bool) -> io::Result<Vec<u8>> {
        let nonce = self.nonce(last)?;
        let payload = Payload { msg: plain, aad: &self.name };
        self.cipher
            .encrypt((&nonce).into(), payload)
            .map_err(|_| io::Error::other("a piece could not be sealed"))
    }

    fn open(&mut self, sealed: &[u8], last: bool) -> io::Result<Vec<u8>> {
        let nonce = self.nonce(last)?;
        let payload = Payload { msg: sealed, aad: &self.name };
        self.cipher.decrypt((&nonce).into(), payload).map_err(|_| damaged())
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a piece is damaged")
}

/// Seals what is written.
pub struct Sealing<W> {
    out: W,
    pieces: Pieces,
    held: Vec<u8>,
}

impl<W: Write> Sealing<W> {
    /// Begins a part.
    pub fn begin(mut out: W, key: &Secret, name: &str) -> io::Result<Self> {
        let random = random::<19>();
        out.write_all(MAGIC)?;
        out.write_all(&random)?;
        Ok(Sealing { out, pieces: Pieces::new(key, random, name), held: Vec::with_capacity(2 * PIECE) })
    }

    /// Seals the last piece and gives the writer back.
    pub fn finish(mut self) -> io::Result<W> {
        let last = self.pieces.seal(&self.held, true)?;
        self.out.write_all(&last)?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        // The last piece is only known at the end: one is always held back.
        while self.held.len() > PIECE {
            let sealed = self.pieces.seal(&self.held[..PIECE], false)?;
            self.out.write_all(&sealed)?;
            self.held.drain(..PIECE);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens what was sealed.
pub struct Opening<R> {
    input: R,
    pieces: Pieces,
    ahead: Vec<u8>,
    plain: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Opening<R> {
    /// Begins to read a part.
    pub fn begin(mut input: R, key: &Secret, name: &str) -> io::Result<Self> {
        let (mut magic, mut random) = ([0; 8], [0; 19]);
        input.read_exact(&mut magic)?;
        input.read_exact(&mut random)?;
        if &magic != MAGIC {
            return Err(damaged());
        }
        let ahead = piece(&mut input)?;
        let pieces = Pieces::new(key, random, name);
        Ok(Opening { input, pieces, ahead, plain: Vec::new(), at: 0, ended: false })
    }

    fn next(&mut self) -> io::Result<()> {
        let after = piece(&mut self.input)?;
        self.ended = after.is_empty();
        let sealed = std::mem::replace(&mut self.ahead, after);
        self.plain = self.pieces.open(&sealed, self.ended)?;
        self.at = 0;
        Ok(())
    }
}

/// The next sealed piece; empty at the end.
fn piece(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut piece = Vec::with_capacity(PIECE + TAG);
    input.take((PIECE + TAG) as u64).read_to_end(&mut piece)?;
    Ok(piece)
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.plain.len() {
            if self.ended {
                return Ok(0);
            }
            self.next()?;
        }
        let count = buffer.len().min(self.plain.len() - self.at);
        buffer[..count].copy_from_slice(&self.plain[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xingtan_keys::KeyRing;

    fn sealed(key: &Secret, plain: &[u8]) -> Vec<u8> {
        let mut sealing = Sealing::begin(Vec::new(), key, "part").unwrap();
        plain.chunks(10_007).for_each(|some| sealing.write_all(some).unwrap());
        sealing.finish().unwrap()
    }

    fn opened(key: &Secret, name: &str, sealed: &[u8]) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        Opening::begin(sealed, key, name)?.read_to_end(&mut plain)?;
        Ok(plain)
    }

    #[test]
    fn parts_of_every_length_come_back() {
        let key = KeyRing::in_memory().sub_key("test");
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17] {
            let plain: Vec<u8> = (0..length).map(|n| n as u8).collect();
            assert_eq!(opened(&key, "part", &sealed(&key, &plain)).unwrap(), plain, "{length}");
        }
    }

    #[test]
    fn a_part_that_was_changed_cut_renamed_or_put_in_another_order_does_not_open() {
        let key = KeyRing::in_memory().sub_key("test");
        let whole = sealed(&key, &vec![7; 2 * PIECE]);
        let mut changed = whole.clone();
        changed[PIECE] ^= 1;
        assert!(opened(&key, "part", &changed).is_err());
        assert!(opened(&key, "part", &whole[..27 + PIECE + TAG]).is_err(), "cut between pieces");
        assert!(opened(&key, "part", &whole[..27]).is_err(), "cut to nothing");
        assert!(opened(&key, "other", &whole).is_err());
        assert!(opened(&KeyRing::in_memory().sub_key("test"), "part", &whole).is_err());
        let (first, second) = whole[27..].split_at(PIECE + TAG);
        assert!(opened(&key, "part", &[&whole[..27], second, first].concat()).is_err());
    }
}
