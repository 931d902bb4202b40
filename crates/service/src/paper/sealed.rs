//! Files sealed (附件加密): with the keys of the persons' numbers, bound to their digest. What was kept before files were sealed is still read, and sealed by the job that
//! changes keys. It must never write a file as it came.

use std::sync::Arc;

use anye_base::{Actor, ErrorKind, Fault, World};
use anye_db::audit::{Event, hex};
use anye_registry::person::rekey::{Reseal, Resealed};
use anye_registry::seal::{At, Keys};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sm3::{Digest as _, Sm3};

use crate::Service;
use crate::store::paper as store;

/// Files of one transaction of the job: each may be of several megabytes.
const AT_ONCE: u32 = 8;

fn at(digest: &str) -> At<'_> {
    At::new("service_file", digest, "body")
}

fn damaged() -> Fault {
    Fault::internal("a file is not what was sent")
}

fn keys(service: &Service) -> Result<Arc<Keys>, Fault> {
    service.keys.clone().ok_or_else(|| Fault::new(ErrorKind::Unavailable, "seal_no_keys"))
}

/// Digest and sealed text of bytes, worked out away from who answers requests.
pub(super) async fn seal(service: &Service, bytes: &[u8]) -> Result<(String, String), Fault> {
    let (keys, world, bytes) = (keys(service)?, service.core.world.clone(), bytes.to_vec());
    let work = move || -> Result<_, Fault> {
        let digest = hex(&Sm3::digest(&bytes));
        let sealed = keys.seal_bytes(&world, at(&digest), &bytes)?;
        Ok((digest, sealed))
    };
    tokio::task::spawn_blocking(work).await.map_err(Fault::internal)?
}

/// The bytes of a kept text, held against their digest.
pub(super) async fn open(service: &Service, digest: &str, body: String) -> Result<Vec<u8>, Fault> {
    // A sealed text names its key before a colon; of a file kept before there is none.
    let keys = if is_sealed(&body) { Some(keys(service)?) } else { None };
    let digest = digest.to_owned();
    let work = move || opened(keys.as_deref(), &digest, &body);
    tokio::task::spawn_blocking(work).await.map_err(Fault::internal)?
}

fn is_sealed(body: &str) -> bool {
    body.contains(':')
}

fn opened(keys: Option<&Keys>, digest: &str, body: &str) -> Result<Vec<u8>, Fault> {
    let bytes = match keys {
        Some(keys) => keys.open_bytes(at(digest), body)?,
        None => STANDARD.decode(body).map_err(|_| damaged())?,
    };
    if hex(&Sm3::digest(&bytes)) == digest { Ok(bytes) } else { Err(damaged()) }
}

/// Seals with the newest key what an older one sealed, or none.
pub struct FilesReseal(pub Service);

impl Reseal for FilesReseal {
    fn after<'a>(&'a self, id: &'a str) -> Resealed<'a> {
        Box::pin(async move {
            let core = &self.0.core;
            let keys = keys(&self.0)?;
            let all = store::next_bodies(&mut &core.db, id, AT_ONCE).await?;
            let last = all.last().map(|(digest, _)| digest.clone());
            let (old, world) = (Arc::clone(&keys), core.world.clone());
            let work = move || anew(&old, &world, all);
            let anew = tokio::task::spawn_blocking(work).await.map_err(Fault::internal)??;
            let changed = i64::try_from(anew.len()).unwrap_or(i64::MAX);
            if changed > 0 {
                let actor = Actor::system("rekey");
                let mut tx = core.db.begin_internal(&core.world, &actor).await?;
                for (digest, sealed) in &anew {
                    store::reseal(&mut tx, digest, sealed).await?;
                }
                let event = Event::new("person.rekey", "service_file", "");
                tx.commit(event.detail(&json!({ "changed": changed }))).await?;
            }
            Ok((last, changed))
        })
    }
}

/// Those that are not sealed with the newest key, sealed anew.
fn anew(keys: &Keys, world: &World, all: Vec<(String, String)>) -> Result<Vec<(String, String)>, Fault> {
    let stale = all.into_iter().filter(|(_, body)| !keys.is_newest(body) || !is_sealed(body));
    stale
        .map(|(digest, body)| {
            let bytes = opened(is_sealed(&body).then_some(keys), &digest, &body)?;
            let sealed = keys.seal_bytes(world, at(&digest), &bytes)?;
            Ok((digest, sealed))
        })
        .collect()
}
