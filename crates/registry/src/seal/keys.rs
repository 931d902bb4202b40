//! The keys in memory: sealing and opening with authenticated encryption, and the keyed index. Several keys open, the newest seals.

use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{AesGcm, Nonce};
use anye_base::{ErrorKind, Fault, World};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use sm3::Sm3;
use sm4::Sm4;

type Sm4Gcm = AesGcm<Sm4, U12>;
type HmacSm3 = Hmac<Sm3>;

/// Bytes of a nonce.
const NONCE: usize = 12;
/// Bytes of an index: enough that two of a billion numbers never share one.
const INDEX: usize = 16;

/// Where a sealed value stands (表、行、列). It opens nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At<'a> {
    /// Table.
    pub table: &'a str,
    /// Id of the row.
    pub row: &'a str,
    /// Column.
    pub column: &'a str,
}

impl<'a> At<'a> {
    /// A column of a row.
    #[must_use]
    pub fn new(table: &'a str, row: &'a str, column: &'a str) -> Self {
        Self { table, row, column }
    }

    /// Each part led by its length, so that no two places are written alike.
    fn bytes(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        for part in [self.table, self.row, self.column] {
            out.extend_from_slice(part.len().to_string().as_bytes());
            out.push(b':');
            out.extend_from_slice(part.as_bytes());
        }
        out
    }
}

/// Why a sealed text does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Not what sealing makes.
    #[error("this is no sealed text")]
    Shape,
    /// Sealed with a key that is not here.
    #[error("the key {0} is missing")]
    Key(String),
    /// Changed, moved from its place, or sealed with another key of this name.
    #[error("the sealed text does not belong here, or was changed")]
    Forged,
}

impl From<SealError> for Fault {
    fn from(cause: SealError) -> Self {
        Self::new(ErrorKind::Unavailable, "seal_broken").log(cause)
    }
}

/// The keys. Their text never leaves the key file.
pub struct Keys {
    seal: Vec<(String, Sm4Gcm)>,
    blind: Vec<(String, HmacSm3)>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = |all: Vec<&str>| all.join(" ");
        write!(to, "Keys({} / {})", names(self.seal_ids().collect()), names(self.blind_ids().collect()))
    }
}

impl Keys {
    /// From keys with their ids, oldest first. `None` where one of the two sorts is missing.
    #[must_use]
    pub fn new(seal: Vec<(String, [u8; 16])>, blind: Vec<(String, [u8; 32])>) -> Option<Self> {
        if seal.is_empty() || blind.is_empty() {
            return None;
        }
        let ciphers = seal.into_iter().map(|(id, key)| (id, Sm4Gcm::new(&key.into()))).collect();
        let macs = blind.into_iter().map(|(id, key)| Some((id, HmacSm3::new_from_slice(&key).ok()?)));
        Some(Self { seal: ciphers, blind: macs.collect::<Option<_>>()? })
    }

    /// Keys drawn from a world's chance and kept nowhere: for tests and samples.
    #[must_use]
    pub fn passing(world: &World) -> Option<Self> {
        Self::new(vec![("k1".into(), world.random())], vec![("b1".into(), world.random())])
    }

    /// Ids of the keys that open, oldest first.
    pub fn seal_ids(&self) -> impl Iterator<Item = &str> {
        self.seal.iter().map(|(id, _)| id.as_str())
    }

    /// Ids of the keys of the index, oldest first.
    pub fn blind_ids(&self) -> impl Iterator<Item = &str> {
        self.blind.iter().map(|(id, _)| id.as_str())
    }

    /// Seals a value for one place with the newest key.
    pub fn seal(&self, world: &World, at: At<'_>, clear: &str) -> Result<String, SealError> {
        self.seal_bytes(world, at, clear.as_bytes())
    }

    /// The same for bytes, such as a file.
    pub fn seal_bytes(&self, world: &World, at: At<'_>, clear: &[u8]) -> Result<String, SealError> {
        let (id, cipher) = self.seal.last().ok_or(SealError::Shape)?;
        seal_with(id, cipher, world.random(), at, clear)
    }

    /// Opens a sealed text at its place.
    pub fn open(&self, at: At<'_>, sealed: &str) -> Result<String, SealError> {
        String::from_utf8(self.open_bytes(at, sealed)?).map_err(|_| SealError::Forged)
    }

    /// The same for bytes.
    pub fn open_bytes(&self, at: At<'_>, sealed: &str) -> Result<Vec<u8>, SealError> {
        let (id, text) = sealed.split_once(':').ok_or(SealError::Shape)?;
        let found = self.seal.iter().rev().find(|(known, _)| known == id);
        let (_, cipher) = found.ok_or_else(|| SealError::Key(id.to_owned()))?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| SealError::Shape)?;
        let (nonce, body) = bytes.split_at_checked(NONCE).ok_or(SealError::Shape)?;
        let nonce = Nonce::<U12>::try_from(nonce).map_err(|_| SealError::Shape)?;
        let payload = Payload { msg: body, aad: &at.bytes() };
        cipher.decrypt(&nonce, payload).map_err(|_| SealError::Forged)
    }

    /// Whether a sealed text was made with the newest key.
    #[must_use]
    pub fn is_newest(&self, sealed: &str) -> bool {
        self.seal.last().is_some_and(|(id, _)| sealed.split(':').next() == Some(id))
    }

    /// The keyed index of a value within one domain, by the newest key: what is stored.
    #[must_use]
    pub fn blind(&self, domain: &str, clear: &str) -> String {
        self.blind.last().map(|(_, mac)| index(mac, domain, clear)).unwrap_or_default()
    }

    /// The indices by all keys, newest first: what is looked for while a change of keys is under way.
    #[must_use]
    pub fn blinds(&self, domain: &str, clear: &str) -> Vec<String> {
        self.blind.iter().rev().map(|(_, mac)| index(mac, domain, clear)).collect()
    }

    /// The index by one key.
    pub(super) fn blind_by(&self, id: &str, domain: &str, clear: &str) -> Option<String> {
        self.blind.iter().find(|(known, _)| known == id).map(|(_, mac)| index(mac, domain, clear))
    }

    /// A sealed text by one key.
    pub(super) fn seal_by(
        &self,
        id: &str,
        world: &World,
        at: At<'_>,
        clear: &str,
    ) -> Result<String, SealError> {
        let found = self.seal.iter().find(|(known, _)| known == id);
        let (_, cipher) = found.ok_or_else(|| SealError::Key(id.to_owned()))?;
        seal_with(id, cipher, world.random(), at, clear.as_bytes())
    }
}

fn seal_with(
    id: &str,
    cipher: &Sm4Gcm,
    nonce: [u8; NONCE],
    at: At<'_>,
    clear: &[u8],
) -> Result<String, SealError> {
    let payload = Payload { msg: clear, aad: &at.bytes() };
    let body = cipher.encrypt(&nonce.into(), payload).map_err(|_| SealError::Shape)?;
    let mut text = format!("{id}:");
    URL_SAFE_NO_PAD.encode_string([&nonce[..], &body].concat(), &mut text);
    Ok(text)
}

fn index(mac: &HmacSm3, domain: &str, clear: &str) -> String {
    let mut mac = mac.clone();
    mac.update(domain.as_bytes());
    mac.update(b"\0");
    mac.update(clear.as_bytes());
    URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..INDEX])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::new(vec![("k1".into(), [1; 16]), ("k2".into(), [2; 16])], vec![("b1".into(), [3; 32])]).unwrap()
    }

    fn hex(text: &str) -> Vec<u8> {
        let digits: String = text.split_whitespace().collect();
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
    }

    /// RFC 8998, appendix A.1.
    #[test]
    fn the_cipher_is_the_one_of_the_standard() {
        let key: [u8; 16] = hex("0123456789ABCDEFFEDCBA9876543210").try_into().unwrap();
        let nonce: [u8; 12] = hex("00001234567800000000ABCD").try_into().unwrap();
        let clear = hex("AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBB CCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD \
             EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFF EEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA");
        let aad = hex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
        let made =
            Sm4Gcm::new(&key.into()).encrypt(&nonce.into(), Payload { msg: &clear, aad: &aad }).unwrap();
        let expected = hex("17F399F08C67D5EE19D0DC9969C4BB7D 5FD46FD3756489069157B282BB200735 \
             D82710CA5C22F0CCFA7CBF93D496AC15 A56834CBCF98C397B4024A2691233B8D \
             83DE3541E4C2B58177E065A9BF7B62EC");
        assert_eq!(made, expected);
    }

    /// The same as OpenSSL's `dgst -sm3 -mac hmac` makes.
    #[test]
    fn the_index_is_hmac_sm3() {
        let key: [u8; 32] =
            hex("0123456789abcdeffedcba98765432100123456789abcdeffedcba9876543210").try_into().unwrap();
        let mut mac = HmacSm3::new_from_slice(&key).unwrap();
        mac.update(b"110101199003079999");
        let made = mac.finalize().into_bytes();
        assert_eq!(made[..], hex("54b3eafc5faadf87cc4f834ed2562eded1709401d23076943c71987229134823"));
    }

    #[test]
    fn a_sealed_text_opens_at_its_place_only() {
        let (keys, world) = (keys(), World::system());
        let here = At::new("person_number", "a", "number");
        let sealed = keys.seal(&world, here, "21010619900307912X").unwrap();
        assert!(sealed.starts_with("k2:") && !sealed.contains("2101"), "{sealed}");
        assert_eq!(keys.open(here, &sealed).unwrap(), "21010619900307912X");
        assert_ne!(keys.seal(&world, here, "21010619900307912X").unwrap(), sealed, "no two alike");
        for there in [
            At::new("person_number", "b", "number"),
            At::new("person", "a", "number"),
            At::new("person_number", "a", "phone"),
            At::new("person_number1", ":a", "number"),
        ] {
            assert_eq!(keys.open(there, &sealed), Err(SealError::Forged));
        }
        let mut cut = sealed.clone();
        cut.pop();
        assert!(keys.open(here, &cut).is_err());
        let renamed = sealed.replacen("k2", "k1", 1);
        assert_eq!(keys.open(here, &renamed), Err(SealError::Forged), "another key opens nothing");
        assert_eq!(keys.open(here, "k9:AAAA"), Err(SealError::Key("k9".into())));
        assert_eq!(keys.open(here, "21010619900307912X"), Err(SealError::Shape));
    }

    #[test]
    fn the_index_is_keyed_and_keeps_domains_apart() {
        let one = keys();
        let other = Keys::new(vec![("k1".into(), [1; 16])], vec![("b1".into(), [4; 32])]).unwrap();
        assert_eq!(one.blind("number", "1"), one.blind("number", "1"));
        assert_ne!(one.blind("number", "1"), other.blind("number", "1"));
        assert_ne!(one.blind("number", "1"), one.blind("phone", "1"));
        assert!(!format!("{one:?}").contains('3'));
    }
}
