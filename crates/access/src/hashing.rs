//! Password hashes (Argon2id): computed off the async threads, a few at a time, and as long for nobody as for somebody.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anye_base::World;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// Cost of a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// For real use: the first of OWASP's equal choices for Argon2id.
    pub const STRONG: Self = Self { memory_kib: 47_104, passes: 1, lanes: 1 };
    /// For tests that hash by the hundred.
    pub const CHEAP: Self = Self { memory_kib: 64, passes: 1, lanes: 1 };
}

/// Hashing itself failed: wrong parameters, no memory, the program is stopping.
#[derive(Debug)]
pub struct HashingFailed(pub(crate) String);

/// Computes and checks hashes. Cheap to clone.
#[derive(Clone)]
pub struct Hasher {
    cost: Cost,
    at_a_time: Arc<Semaphore>,
    /// What a password is compared with where there is no account.
    nobody: Arc<str>,
    checked: Arc<AtomicU64>,
}

/// Hashes computed together at most: each takes its memory, and sign-in must not starve the pages.
const AT_A_TIME: usize = 4;
/// A salt nobody has; the password behind it is random and forgotten at once.
const NOBODY_SALT: &[u8; 16] = b"anye-nobody-here";

impl Hasher {
    /// Of this cost. Computes one hash at once, so that there is one to compare with where there is no account.
    pub fn new(cost: Cost, world: &World) -> Result<Self, HashingFailed> {
        let nobody = hash_now(cost, &world.random::<32>(), NOBODY_SALT)?;
        Ok(Self {
            cost,
            at_a_time: Arc::new(Semaphore::new(AT_A_TIME)),
            nobody: nobody.into(),
            checked: Arc::default(),
        })
    }

    /// The hash to store.
    pub async fn hash(&self, world: &World, password: &str) -> Result<String, HashingFailed> {
        let (cost, salt, password) = (self.cost, world.random::<16>(), password.to_owned());
        self.off_thread(move || hash_now(cost, password.as_bytes(), &salt)).await?
    }

    /// Whether the password fits. Without a stored hash it computes one all the same and says no.
    pub async fn fits(&self, password: &str, stored: Option<&str>) -> Result<bool, HashingFailed> {
        let (known, against) = (stored.is_some(), stored.unwrap_or(&self.nobody).to_owned());
        let password = password.to_owned();
        let fits = self
            .off_thread(move || {
                Argon2::default().verify_password(password.as_bytes(), against.as_str()).is_ok()
            })
            .await?;
        self.checked.fetch_add(1, Ordering::Relaxed);
        Ok(fits && known)
    }

    /// How many passwords were checked since the start, those of nobody included.
    pub fn checked(&self) -> u64 {
        self.checked.load(Ordering::Relaxed)
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashingFailed> {
        let _turn = self.at_a_time.acquire().await.map_err(|cause| HashingFailed(cause.to_string()))?;
        tokio::task::spawn_blocking(work).await.map_err(|cause| HashingFailed(cause.to_string()))
    }
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Hasher").field("cost", &self.cost).finish_non_exhaustive()
    }
}

fn hash_now(cost: Cost, password: &[u8], salt: &[u8]) -> Result<String, HashingFailed> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None)
        .map_err(|cause| HashingFailed(cause.to_string()))?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon
        .hash_password_with_salt(password, salt)
        .map(|hash| hash.to_string())
        .map_err(|cause| HashingFailed(cause.to_string()))
}
