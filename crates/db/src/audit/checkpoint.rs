//! Signed checkpoints (检查点): the head of the log at a moment, signed with SM2, kept where the administrator of the database cannot reach.

use serde::{Deserialize, Serialize};
use sm2::dsa::signature::{Signer as _, Verifier as _};
use sm2::dsa::{Signature, SigningKey, VerifyingKey};

use super::{ALGORITHM, hex};
use crate::{Db, DbError, Read as _, sql};

/// The identity under which signatures are made; part of what SM2 signs.
const SIGNER: &str = "anye-audit";

/// A checkpoint as exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Number of the last record.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
    /// When it was taken, in milliseconds.
    pub at: i64,
    /// Hash algorithm of the chain.
    pub algorithm: String,
    /// Signature algorithm.
    pub signature_algorithm: String,
    /// Public key, SEC1, hexadecimal.
    pub public_key: String,
    /// Signature over `seq`, `hash`, `at` and the algorithms, hexadecimal.
    pub signature: String,
}

/// Why a checkpoint cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CheckpointError {
    /// The key is not 32 bytes of hexadecimal, or not a valid SM2 key.
    #[error(
        "the signing key cannot be read: it must be 64 hexadecimal digits as written by `anye audit key`"
    )]
    Key,
    /// The file has been changed, or was signed by somebody else.
    #[error("the signature of the checkpoint does not hold: the file was changed or signed with another key")]
    Signature,
}

/// Takes a checkpoint of the head of the log.
pub async fn take(db: &Db, at: i64, key: &Key) -> Result<Checkpoint, DbError> {
    let mut reader = db;
    let head = reader.one(sql("select seq, hash from audit_head where id = 1")).await?;
    Ok(key.sign(head.int("seq")?, head.text("hash")?, at))
}

/// The signing key.
pub struct Key(SigningKey);

impl Key {
    /// From 32 secret bytes.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, CheckpointError> {
        let secret = sm2::SecretKey::from_slice(bytes).map_err(|_| CheckpointError::Key)?;
        SigningKey::new(SIGNER, &secret).map(Self).map_err(|_| CheckpointError::Key)
    }

    /// From its file: 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Result<Self, CheckpointError> {
        let bytes: [u8; 32] =
            unhex(text.trim()).and_then(|bytes| bytes.try_into().ok()).ok_or(CheckpointError::Key)?;
        Self::from_bytes(&bytes)
    }

    /// The public key, hexadecimal.
    pub fn public_hex(&self) -> String {
        hex(&self.0.verifying_key().to_sec1_bytes())
    }

    fn sign(&self, seq: i64, hash: String, at: i64) -> Checkpoint {
        let mut checkpoint = Checkpoint {
            seq,
            hash,
            at,
            algorithm: ALGORITHM.into(),
            signature_algorithm: "SM2".into(),
            public_key: self.public_hex(),
            signature: String::new(),
        };
        let signature: Signature = self.0.sign(checkpoint.signed_text().as_bytes());
        checkpoint.signature = hex(&signature.to_bytes());
        checkpoint
    }
}

impl Checkpoint {
    fn signed_text(&self) -> String {
        format!("{}\n{}\n{}\n{}\n{}", self.seq, self.hash, self.at, self.algorithm, self.signature_algorithm)
    }

    /// Checks the signature; with `trusted`, also that it was made with that public key.
    pub fn check(&self, trusted: Option<&str>) -> Result<(), CheckpointError> {
        if trusted.is_some_and(|key| key.trim() != self.public_key) {
            return Err(CheckpointError::Signature);
        }
        let valid = || -> Option<()> {
            let key = VerifyingKey::from_sec1_bytes(SIGNER, &unhex(&self.public_key)?).ok()?;
            let signature = Signature::from_slice(&unhex(&self.signature)?).ok()?;
            key.verify(self.signed_text().as_bytes(), &signature).ok()
        };
        valid().ok_or(CheckpointError::Signature)
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|place| u8::from_str_radix(&text[place..place + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_holds_until_a_digit_changes() {
        let key = Key::from_bytes(&[7; 32]).unwrap();
        let checkpoint = key.sign(42, "ab".into(), 1_000);
        assert_eq!(checkpoint.check(Some(&key.public_hex())), Ok(()));
        let moved = Checkpoint { seq: 41, ..checkpoint.clone() };
        assert_eq!(moved.check(None), Err(CheckpointError::Signature));
        let other = Key::from_bytes(&[8; 32]).unwrap();
        assert_eq!(checkpoint.check(Some(&other.public_hex())), Err(CheckpointError::Signature));
        assert!(Key::from_hex("nonsense").is_err());
    }
}
