//! One connection of one browser: HTTP/1.1, kept open, as little work as there can be, since it takes from the same processors.

use std::io;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::town::User;

/// A request.
pub struct Ask {
    pub method: &'static str,
    pub path: String,
    /// The body, and whether it is JSON (else a form).
    pub body: Option<(String, bool)>,
    /// Who sends it again sends the same.
    pub once: String,
    /// Something is read out of the answer: it comes as it is. Everything else comes packed, as browsers ask for it.
    pub plain: bool,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: Vec<u8>,
}

/// A connection.
pub struct Wire {
    stream: BufReader<TcpStream>,
    line: String,
}

impl Wire {
    pub async fn open(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::with_capacity(16 << 10, stream), line: String::new() })
    }

    pub async fn ask(&mut self, user: &User, ask: &Ask) -> io::Result<Answer> {
        let (body, json) = ask.body.as_ref().map_or(("", false), |(body, json)| (body.as_str(), *json));
        let accept = if json { "application/json" } else { "text/html" };
        let mut text = format!(
            "{} {} HTTP/1.1\r\nhost: anye.test\r\ncookie: anye_session={}\r\nsec-fetch-site: same-origin\r\naccept: {accept}\r\n",
            ask.method, ask.path, user.cookie
        );
        if !ask.plain {
            text.push_str("accept-encoding: gzip\r\n");
        }
        if ask.body.is_some() {
            let kind = if json { "application/json" } else { "application/x-www-form-urlencoded" };
            text.push_str(&format!(
                "content-type: {kind}\r\ncontent-length: {}\r\nx-csrf-token: {}\r\nidempotency-key: {}\r\n",
                body.len(),
                user.csrf,
                ask.once
            ));
        }
        text.push_str("\r\n");
        text.push_str(body);
        self.stream.get_mut().write_all(text.as_bytes()).await?;
        self.answer().await
    }

    async fn line(&mut self) -> io::Result<&str> {
        self.line.clear();
        if self.stream.read_line(&mut self.line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(self.line.trim_end())
    }

    async fn answer(&mut self) -> io::Result<Answer> {
        let first = self.line().await?;
        let status = first.split(' ').nth(1).and_then(|text| text.parse().ok()).unwrap_or_default();
        let mut answer = Answer { status, location: String::new(), body: Vec::new() };
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.line().await?;
            let Some((name, value)) = line.split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().unwrap_or_default(),
                "transfer-encoding" => chunked = value == "chunked",
                "location" => value.clone_into(&mut answer.location),
                _ => {}
            }
        }
        if !chunked {
            answer.body.resize(length, 0);
            self.stream.read_exact(&mut answer.body).await?;
            return Ok(answer);
        }
        loop {
            let size = usize::from_str_radix(self.line().await?, 16).map_err(io::Error::other)?;
            let start = answer.body.len();
            answer.body.resize(start + size, 0);
            self.stream.read_exact(&mut answer.body[start..]).await?;
            self.line().await?;
            if size == 0 {
                return Ok(answer);
            }
        }
    }
}
