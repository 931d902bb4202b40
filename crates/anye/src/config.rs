//! Settings: from the environment (`ANYE_…`) or a file, never from the code. `anye check-config` shows what is in force.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anye_db::Options;
use anye_pack::Source;
use serde::{Deserialize, Serialize};

use crate::cli::Failure;

/// Settings as a file may hold them; the environment wins over the file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct File {
    /// Folder for the embedded store, the search index and keys.
    pub data: Option<PathBuf>,
    /// `postgres://…` in place of the embedded store.
    pub database_url: Option<String>,
    /// Address and port to listen on.
    pub listen: Option<String>,
    /// Folder of a pack in place of the built-in one.
    pub pack: Option<PathBuf>,
    /// Folder of populations (each a folder of Parquet files) that simulations may read.
    pub populations: Option<PathBuf>,
    /// Folder of GeoJSON files with boundaries of places (`adcode`, `code` or `id`): drawn in place of tiles. None is shipped.
    pub boundaries: Option<PathBuf>,
    /// Cookies over TLS only; on unless the server listens on a loopback address.
    pub secure_cookies: Option<bool>,
    /// Address of the proxy in front whose `X-Forwarded-For` is believed.
    pub trusted_proxy: Option<String>,
    /// `mlps3` or `asvs5`.
    pub password_policy: Option<String>,
    /// Issuer of an OIDC service for sign-in.
    pub oidc_issuer: Option<String>,
    /// Client id there.
    pub oidc_client_id: Option<String>,
    /// File that holds the client secret there.
    pub oidc_client_secret_file: Option<PathBuf>,
    /// Certificates (PEM) that the OIDC service is trusted by.
    pub oidc_ca_file: Option<PathBuf>,
    /// Levels or methods of the OIDC service that count as two factors.
    pub oidc_strong: Vec<String>,
    /// Address of this installation as browsers see it: `https://jobs.example.gov.cn`.
    pub public_url: Option<String>,
    /// `text` or `json`.
    pub log_format: Option<String>,
}

/// Settings in force.
#[derive(Debug, Clone, Serialize)]
pub struct Config {
    /// Folder for the embedded store, the search index and keys.
    pub data: PathBuf,
    /// Where the records are; a password in it is hidden when shown.
    #[serde(skip)]
    pub database: Options,
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Folder of a pack, where one is given.
    pub pack: Option<PathBuf>,
    /// The rest, as given.
    #[serde(flatten)]
    pub file: File,
}

/// Where the server listens unless told otherwise.
const LISTEN: &str = "127.0.0.1:8020";
/// Where data lies unless told otherwise.
const DATA: &str = "anye-data";

impl Config {
    /// Reads the file, then the environment.
    pub fn read(path: Option<&Path>, data: Option<&Path>) -> Result<Self, Failure> {
        let mut file = match path {
            Some(path) => read_file(path)?,
            None => File::default(),
        };
        fill_from_environment(&mut file)?;
        let data = data.map(Path::to_owned).or_else(|| file.data.clone()).unwrap_or_else(|| DATA.into());
        let listen = file.listen.clone().unwrap_or_else(|| LISTEN.into());
        let listen = listen.parse().map_err(|_| {
            Failure::usage(format!("listen: {listen} is no address and port such as {LISTEN}"))
        })?;
        let database = match &file.database_url {
            Some(url) => Options::parse(url),
            None => Options::SqliteFile(data.join("anye.sqlite")),
        };
        check_words(&file)?;
        Ok(Self { data, database, listen, pack: file.pack.clone(), file })
    }

    /// Where the pack comes from.
    pub fn pack_source(&self) -> Source {
        self.pack.clone().map_or(Source::Embedded, Source::Folder)
    }

    /// The store's address without its password.
    pub fn database_shown(&self) -> String {
        match &self.database {
            Options::SqliteFile(path) => path.display().to_string(),
            Options::PostgresUrl(url) => match url
                .split_once("://")
                .and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?.1)))
            {
                Some((scheme, host)) => format!("{scheme}://…@{host}"),
                None => url.clone(),
            },
        }
    }
}

fn read_file(path: &Path) -> Result<File, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|cause| Failure::usage(format!("{}: {cause}", path.display())))?;
    toml::from_str(&text).map_err(|cause| Failure::usage(format!("{}: {cause}", path.display())))
}

fn fill_from_environment(file: &mut File) -> Result<(), Failure> {
    let text = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let or = |name: &str, old: Option<String>| text(name).or(old);
    file.data = text("ANYE_DATA").map(PathBuf::from).or(file.data.take());
    file.pack = text("ANYE_PACK").map(PathBuf::from).or(file.pack.take());
    file.boundaries = text("ANYE_BOUNDARIES").map(PathBuf::from).or(file.boundaries.take());
    file.populations = text("ANYE_POPULATIONS").map(PathBuf::from).or(file.populations.take());
    file.oidc_client_secret_file =
        text("ANYE_OIDC_CLIENT_SECRET_FILE").map(PathBuf::from).or(file.oidc_client_secret_file.take());
    file.oidc_ca_file = text("ANYE_OIDC_CA_FILE").map(PathBuf::from).or(file.oidc_ca_file.take());
    file.database_url = or("ANYE_DATABASE_URL", file.database_url.take());
    file.listen = or("ANYE_LISTEN", file.listen.take());
    file.trusted_proxy = or("ANYE_TRUSTED_PROXY", file.trusted_proxy.take());
    file.password_policy = or("ANYE_PASSWORD_POLICY", file.password_policy.take());
    file.oidc_issuer = or("ANYE_OIDC_ISSUER", file.oidc_issuer.take());
    file.oidc_client_id = or("ANYE_OIDC_CLIENT_ID", file.oidc_client_id.take());
    file.public_url = or("ANYE_PUBLIC_URL", file.public_url.take());
    file.log_format = or("ANYE_LOG_FORMAT", file.log_format.take());
    if let Some(word) = text("ANYE_SECURE_COOKIES") {
        let flag = word
            .parse()
            .map_err(|_| Failure::usage(format!("ANYE_SECURE_COOKIES: {word} is neither true nor false")))?;
        file.secure_cookies = Some(flag);
    }
    Ok(())
}

fn check_words(file: &File) -> Result<(), Failure> {
    let known = |name: &str, value: &Option<String>, words: &[&str]| match value {
        Some(word) if !words.contains(&word.as_str()) => {
            Err(Failure::usage(format!("{name}: {word} is none of {}", words.join(", "))))
        }
        _ => Ok(()),
    };
    known("password_policy", &file.password_policy, &["mlps3", "asvs5"])?;
    known("log_format", &file.log_format, &["text", "json"])?;
    if file.oidc_issuer.is_some() && (file.oidc_client_id.is_none() || file.public_url.is_none()) {
        return Err(Failure::usage("oidc_issuer needs oidc_client_id and public_url beside it".into()));
    }
    Ok(())
}
