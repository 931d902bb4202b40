//! Signing in through an identity provider: what holds, and each thing that does not.

use std::sync::Arc;

use anye_access::oidc::{
    FinishOidc, HttpFetch, OidcProvider, StartedOidc, TlsFetch, finish_oidc, link_oidc, list_oidc_links,
    start_oidc, unlink_oidc,
};
use anye_access::{Role, Stage, Token};
use openidconnect::url::Url;

use crate::identity_provider::{CLIENT, ISSUER, Provider, Says};
use crate::town::{CITY, Person, Town, client, towns};

struct Bench {
    town: Town,
    clerk: Person,
    provider: Arc<Provider>,
    config: OidcProvider,
}

async fn benches() -> Vec<Bench> {
    let mut all = Vec::new();
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let (actor, grants) = town.grants_of(&town.system).await;
        link_oidc(&town.db, &town.caller(&actor, &grants), &clerk.id, ISSUER, "person-7").await.unwrap();
        let provider = Arc::new(Provider::new(town.world.now_ms()));
        let config = OidcProvider {
            issuer: ISSUER.into(),
            client_id: CLIENT.into(),
            client_secret: Some("shared".into()),
            redirect_url: "https://anye.example.test/oidc".into(),
            scopes: vec!["profile".into()],
            strong: vec!["high".into()],
        };
        all.push(Bench { town, clerk, provider, config });
    }
    all
}

impl Bench {
    async fn start(&self) -> (StartedOidc, String) {
        let fetch: Arc<dyn HttpFetch> = self.provider.clone();
        let started = start_oidc(&self.town.db, &self.town.world, &self.config, fetch, &client("10.0.0.1"))
            .await
            .unwrap();
        let address: Url = started.address.parse().unwrap();
        let value = |name: &str| address.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        assert_eq!((value("client_id").as_str(), value("code_challenge_method").as_str()), (CLIENT, "S256"));
        self.provider.says.lock().unwrap().nonce = Some(value("nonce"));
        (started, value("state"))
    }

    async fn finish(&self, state: &str, binding: &Token) -> Result<(Stage, Token), String> {
        let fetch: Arc<dyn HttpFetch> = self.provider.clone();
        let request = FinishOidc {
            state: state.into(),
            code: "c".into(),
            binding: binding.clone(),
            client: client("10.0.0.1"),
        };
        let answer =
            finish_oidc(&self.town.db, &self.town.world, &self.town.rules, &self.config, fetch, request)
                .await;
        answer.map(|signed| (signed.stage, signed.token)).map_err(|error| error.to_string())
    }

    /// A whole round in which the provider lies.
    async fn lied(&self, lie: impl FnOnce(&mut Says)) -> Result<Stage, String> {
        let (started, state) = self.start().await;
        let before = {
            let mut says = self.provider.says.lock().unwrap();
            let before = says.clone();
            lie(&mut says);
            before
        };
        let answer = self.finish(&state, &started.binding).await;
        *self.provider.says.lock().unwrap() = before;
        answer.map(|(stage, _)| stage)
    }
}

#[tokio::test]
async fn a_linked_person_is_signed_in_with_the_level_the_provider_vouches_for() {
    for bench in benches().await {
        let (started, state) = bench.start().await;
        let (stage, token) = bench.finish(&state, &started.binding).await.unwrap();
        assert_eq!(stage, Stage::Full);
        let session = bench.town.session_of(&token).await.unwrap();
        assert_eq!(
            (session.account.id.as_str(), session.assurance.as_str()),
            (bench.clerk.id.as_str(), "oidc:high")
        );
        assert!(session.grants.holds(Role::Clerk));
        let asked = bench.provider.asked.lock().unwrap().clone();
        assert!(asked.get("code_verifier").is_some_and(|verifier| verifier.len() >= 43), "PKCE: {asked:?}");
    }
}

#[tokio::test]
async fn a_weak_level_leaves_the_second_factor_to_us() {
    for bench in benches().await {
        assert_eq!(bench.lied(|says| says.level = "low".into()).await, Ok(Stage::SecondFactor));
    }
}

#[tokio::test]
async fn what_does_not_hold_is_refused_and_recorded() {
    for bench in benches().await {
        let refused: Result<Stage, String> = Err("oidc_refused".into());
        assert_eq!(bench.lied(|says| says.nonce = Some("another".into())).await, refused, "nonce");
        assert_eq!(bench.lied(|says| says.nonce = None).await, refused, "no nonce");
        assert_eq!(bench.lied(|says| says.audience = "somebody-else".into()).await, refused, "audience");
        assert_eq!(
            bench.lied(|says| says.issuer = "https://evil.example.test".into()).await,
            refused,
            "issuer"
        );
        assert_eq!(bench.lied(|says| says.expires_at -= 10_000).await, refused, "expired");
        assert_eq!(bench.lied(|says| says.forged = true).await, refused, "signature");
        assert_eq!(bench.town.events("session.refused", "failed").await, 6);
        assert_eq!(bench.lied(|says| says.away = true).await, Err("oidc_unreachable".into()));
        assert_eq!(bench.lied(|says| says.subject = "person-8".into()).await, Err("oidc_not_linked".into()));
        assert_eq!(bench.lied(|_| {}).await, Ok(Stage::Full), "and the truth still goes through");
    }
}

#[tokio::test]
async fn a_state_counts_once_in_its_own_browser_and_for_ten_minutes() {
    for bench in benches().await {
        let (started, state) = bench.start().await;
        bench.finish(&state, &started.binding).await.unwrap();
        assert_eq!(bench.finish(&state, &started.binding).await.unwrap_err(), "oidc_state", "replayed");
        let (_, state) = bench.start().await;
        assert_eq!(
            bench.finish(&state, &started.binding).await.unwrap_err(),
            "oidc_state",
            "another browser"
        );
        let (started, _) = bench.start().await;
        assert_eq!(bench.finish("made up", &started.binding).await.unwrap_err(), "oidc_state");
        let (started, state) = bench.start().await;
        bench.town.clock.advance_seconds(600);
        assert_eq!(bench.finish(&state, &started.binding).await.unwrap_err(), "oidc_state", "too late");
    }
}

#[tokio::test]
async fn changed_keys_are_known_at_once() {
    for bench in benches().await {
        assert_eq!(bench.lied(|_| {}).await, Ok(Stage::Full));
        *bench.provider.key.lock().unwrap() = 2;
        assert_eq!(bench.lied(|_| {}).await, Ok(Stage::Full));
    }
}

#[tokio::test]
async fn links_are_the_system_administrators_and_a_cut_one_signs_nobody_in() {
    for bench in benches().await {
        let town = &bench.town;
        let other = town.settle("clerk2", "C-2", Role::Clerk, CITY).await;
        let (actor, grants) = town.grants_of(&town.system).await;
        let caller = town.caller(&actor, &grants);
        let taken = link_oidc(&town.db, &caller, &other.id, ISSUER, "person-7").await;
        assert_eq!(taken.unwrap_err().to_string(), "oidc_link_taken");
        let own = link_oidc(&town.db, &caller, &town.system.id, ISSUER, "person-9").await;
        assert_eq!(own.unwrap_err().to_string(), "account_own");
        let (sec_actor, sec_grants) = town.grants_of(&town.security).await;
        let denied =
            link_oidc(&town.db, &town.caller(&sec_actor, &sec_grants), &other.id, ISSUER, "person-9").await;
        assert_eq!(denied.unwrap_err().to_string(), "denied");
        assert_eq!(list_oidc_links(&town.db, &caller, &bench.clerk.id).await.unwrap().len(), 1);
        unlink_oidc(&town.db, &caller, &bench.clerk.id, ISSUER, "person-7").await.unwrap();
        assert_eq!(bench.lied(|_| {}).await, Err("oidc_not_linked".into()));
    }
}

#[test]
fn without_certificates_there_is_no_way_out() {
    assert!(TlsFetch::new(b"nothing here").is_err());
}
