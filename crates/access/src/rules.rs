//! The settings that sign-in follows, in one place.

use anye_base::World;

use crate::hashing::{Cost, Hasher, HashingFailed};
use crate::password::PasswordPolicy;
use crate::start::Mode;

const MINUTE_MS: i64 = 60 * 1_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// How long sessions live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without use.
    pub idle_ms: i64,
    /// Without use, for the three administrators.
    pub admin_idle_ms: i64,
    /// However busy.
    pub absolute_ms: i64,
    /// Between the password and the rest of sign-in.
    pub pending_ms: i64,
}

/// How guessing is slowed down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThrottleLimits {
    /// Wrong tries on one account from one source before waiting begins.
    pub account_tries: i64,
    /// Wrong tries from one source, whatever the account.
    pub source_tries: i64,
    /// The first wait; each further wrong try doubles it.
    pub first_wait_ms: i64,
    /// The longest wait.
    pub longest_wait_ms: i64,
    /// After so long without a wrong try the count begins anew.
    pub forget_ms: i64,
}

/// The settings of sign-in.
#[derive(Debug, Clone)]
pub struct Rules {
    /// What passwords must be.
    pub policy: PasswordPolicy,
    /// Computes their hashes.
    pub hasher: Hasher,
    /// How long sessions live.
    pub sessions: SessionLimits,
    /// How guessing is slowed down.
    pub throttle: ThrottleLimits,
    /// How long a one-time password can be used.
    pub one_time_ms: i64,
    /// How long a browser counts as known after a full sign-in.
    pub device_ms: i64,
    /// What authenticator apps show as the name of this service.
    pub issuer: String,
    /// Staff need a second factor: always, except in demo mode. Not for callers to choose.
    staff_second_factor: bool,
}

impl Rules {
    /// The rules of a mode. Only a demo does without the second factor.
    pub fn new(mode: Mode, policy: PasswordPolicy, cost: Cost, world: &World) -> Result<Self, HashingFailed> {
        Ok(Self {
            policy,
            hasher: Hasher::new(cost, world)?,
            sessions: SessionLimits {
                idle_ms: 30 * MINUTE_MS,
                admin_idle_ms: 15 * MINUTE_MS,
                absolute_ms: 12 * HOUR_MS,
                pending_ms: 10 * MINUTE_MS,
            },
            throttle: ThrottleLimits {
                account_tries: 5,
                source_tries: 30,
                first_wait_ms: MINUTE_MS / 2,
                longest_wait_ms: 15 * MINUTE_MS,
                forget_ms: HOUR_MS,
            },
            one_time_ms: 72 * HOUR_MS,
            device_ms: 180 * 24 * HOUR_MS,
            issuer: "Anye".into(),
            staff_second_factor: mode == Mode::Production,
        })
    }

    /// Whether staff need a second factor.
    pub fn staff_second_factor(&self) -> bool {
        self.staff_second_factor
    }
}
