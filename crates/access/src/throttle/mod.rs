//! Slowing down guesses (登录失败处理) so that strangers cannot use it to lock anybody out.
//!
//! Wrong tries are counted for an account *from one source*, and for a source over all accounts. A browser in which the person signed in
//! fully before is counted on its own: whatever strangers do elsewhere, it can go on. Codes of the second factor are counted for the
//! account, since whoever sends them knows the password already.
//!
//! The counts are checked again when the result is known: of a thousand tries sent together only the first few are answered at all.

pub(crate) mod store;

use std::net::IpAddr;

use anye_db::{DbError, Read, WriteTx};

use crate::rules::ThrottleLimits;
use crate::secret::digest;
use store::Count;

/// One place where wrong tries are counted, with the number that are free.
pub(crate) struct Bucket {
    key: String,
    free: i64,
    /// Whether a right try wipes it clean. A source's does not: the owner of one account must not clean up after guessing at others.
    wiped: bool,
}

/// The buckets of a try with a password.
pub(crate) fn password_buckets(
    login: &str,
    source: &str,
    known_device: Option<&str>,
    limits: &ThrottleLimits,
) -> Vec<Bucket> {
    match known_device {
        Some(device) => vec![Bucket { key: format!("d:{device}"), free: limits.account_tries, wiped: true }],
        None => vec![
            Bucket {
                key: format!("{}{}", account_prefix(login), network(source)),
                free: limits.account_tries,
                wiped: true,
            },
            Bucket { key: format!("s:{}", network(source)), free: limits.source_tries, wiped: false },
        ],
    }
}

/// The bucket of a try with a code.
pub(crate) fn code_buckets(
    account_id: &str,
    known_device: Option<&str>,
    limits: &ThrottleLimits,
) -> Vec<Bucket> {
    let key = known_device.map_or_else(|| factor_bucket(account_id), |device| format!("e:{device}"));
    vec![Bucket { key, free: limits.account_tries, wiped: true }]
}

pub(crate) fn account_prefix(login: &str) -> String {
    format!("a:{}:", &digest(login)[..32])
}

pub(crate) fn factor_bucket(account_id: &str) -> String {
    format!("f:{account_id}")
}

/// The network a source counts as: an IPv4 address, or the /64 of an IPv6 address, which one household has for itself.
fn network(source: &str) -> String {
    match source.parse::<IpAddr>() {
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => address.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(),
        },
        _ => source.chars().take(64).collect(),
    }
}

/// Seconds still to wait, where there are any.
pub(crate) async fn wait_seconds(
    from: &mut impl Read,
    buckets: &[Bucket],
    now: i64,
) -> Result<Option<i64>, DbError> {
    let mut longest = None;
    for bucket in buckets {
        longest = longest.max(waiting(store::read(from, &bucket.key).await?, now));
    }
    Ok(longest)
}

/// Takes the buckets for this write and says again whether to wait.
pub(crate) async fn lock(tx: &mut WriteTx<'_>, buckets: &[Bucket], now: i64) -> Result<Option<i64>, DbError> {
    let mut longest = None;
    for bucket in buckets {
        longest = longest.max(waiting(store::lock(tx, &bucket.key, now).await?, now));
    }
    Ok(longest)
}

fn waiting(count: Count, now: i64) -> Option<i64> {
    (count.blocked_until > now).then(|| (count.blocked_until - now + 999) / 1_000)
}

/// Counts a wrong try.
pub(crate) async fn count_failure(
    tx: &mut WriteTx<'_>,
    buckets: &[Bucket],
    now: i64,
    limits: &ThrottleLimits,
) -> Result<(), DbError> {
    for bucket in buckets {
        let before = store::read(tx, &bucket.key).await?;
        store::write(tx, &bucket.key, after_failure(before, bucket.free, now, limits)).await?;
    }
    Ok(())
}

/// Counts a right try.
pub(crate) async fn count_success(tx: &mut WriteTx<'_>, buckets: &[Bucket]) -> Result<(), DbError> {
    for bucket in buckets.iter().filter(|bucket| bucket.wiped) {
        store::clear(tx, &bucket.key).await?;
    }
    Ok(())
}

fn after_failure(before: Count, free: i64, now: i64, limits: &ThrottleLimits) -> Count {
    let forgotten = now - before.last_at > limits.forget_ms;
    let failures = if forgotten { 1 } else { before.failures + 1 };
    let beyond = failures - free;
    let wait =
        if beyond < 0 { 0 } else { (limits.first_wait_ms << beyond.min(20)).min(limits.longest_wait_ms) };
    Count { failures, last_at: now, blocked_until: if wait == 0 { 0 } else { now + wait } }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: ThrottleLimits = ThrottleLimits {
        account_tries: 5,
        source_tries: 30,
        first_wait_ms: 30_000,
        longest_wait_ms: 900_000,
        forget_ms: 3_600_000,
    };

    #[test]
    fn waiting_begins_at_the_fifth_wrong_try_and_doubles() {
        let mut count = Count::default();
        let mut waits = Vec::new();
        let mut now = 10_000_000;
        for _ in 0..11 {
            count = after_failure(count, 5, now, &LIMITS);
            waits.push((count.blocked_until - now).max(0) / 1_000);
            now = count.blocked_until.max(now) + 1;
        }
        assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]);
        assert_eq!(after_failure(count, 5, now + 3_600_001, &LIMITS).failures, 1);
    }

    #[test]
    fn neighbours_in_one_ipv6_network_count_together() {
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff:1"));
        assert_ne!(network("2001:db8::1"), network("2001:db8:0:1::1"));
        assert_eq!(network("::ffff:10.0.0.1"), network("10.0.0.1"));
    }
}
