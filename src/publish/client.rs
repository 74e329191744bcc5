//! HTTP as publishing needs it: one request at a time, tried again where that may help, with the credentials that the server asks for.

use std::io;
use std::thread;
use std::time::Duration;

use http_auth::{PasswordClient, PasswordParams};
use ureq::Agent;
use ureq::http::{HeaderMap, Response, StatusCode, Uri, header};
use ureq::tls::{RootCerts, TlsConfig};

use super::Event;
use crate::error::{Error, Result};

/// How long the server may think about a request: a large piece takes a busy store minutes.
const PATIENCE: Duration = Duration::from_secs(600);

/// What waits between two tries at most.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Bytes of an answer that are read at most.
const ANSWER: u64 = 64 << 20;

/// Who sends the requests.
pub enum Credentials {
    /// A user's name and password, for Basic and Digest: the server says which.
    Password {
        /// The name.
        user: String,
        /// The password.
        password: String,
    },
    /// A token, sent as `Authorization: Bearer`.
    Token(String),
}

impl Credentials {
    /// Reads `user:password` or `Bearer TOKEN`; `None` if it is neither.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let line = line.trim();
        if let Some((scheme, token)) = line.split_once(' ')
            && scheme.eq_ignore_ascii_case("bearer")
        {
            let token = token.trim();
            let is_token = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
            return is_token.then(|| Self::Token(token.to_owned()));
        }
        let (user, password) = line.split_once(':')?;
        let is_one_line = !user.is_empty() && !line.contains(char::is_control);
        is_one_line.then(|| Self::Password { user: user.to_owned(), password: password.to_owned() })
    }
}

/// A secret is not printed.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Password { .. } => "Password",
            Self::Token(_) => "Token",
        })
    }
}

/// A request that may be sent several times without harm.
pub(super) struct Request<'r> {
    pub method: &'static str,
    pub url: &'r str,
    pub content_type: &'static str,
    pub accept: &'static str,
    pub body: &'r [u8],
    /// What it is about, for messages.
    pub about: &'r str,
}

pub(super) struct Client<'c> {
    agent: Agent,
    credentials: Option<&'c Credentials>,
    /// What the server asked for.
    asked: Option<PasswordClient>,
    retries: u32,
    /// Whether there has been an answer: who is not there at all is not waited for.
    answered: bool,
}

/// What came of one try.
enum Try {
    Done(Vec<u8>),
    /// It may go better soon, or when the server says.
    Again {
        problem: String,
        after: Option<Duration>,
    },
    Failed {
        problem: String,
        remedy: String,
    },
}

impl<'c> Client<'c> {
    pub fn new(credentials: Option<&'c Credentials>, retries: u32) -> Self {
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            // Who is sent elsewhere would send the credentials there.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(Duration::from_secs(30)))
            .timeout_recv_response(Some(PATIENCE))
            .timeout_recv_body(Some(PATIENCE))
            .user_agent(concat!("zhengtu/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls)
            .build();
        Self { agent: agent.into(), credentials, asked: None, retries, answered: false }
    }

    /// Sends a request until it is answered, and gives the answer.
    pub fn send(&mut self, request: &Request<'_>, tell: &mut dyn FnMut(Event<'_>)) -> Result<Vec<u8>> {
        let failed =
            |problem: String, remedy: String| Error::Publish { problem, place: format!("{}, {}", request.url, request.about), remedy };
        let mut tries = 0;
        loop {
            match self.attempt(request) {
                Try::Done(answer) => return Ok(answer),
                Try::Failed { problem, remedy } => return Err(failed(problem, remedy)),
                Try::Again { problem, .. } if !self.answered => {
                    return Err(failed(problem, "check the address, and whether the server runs".to_owned()));
                }
                Try::Again { problem, .. } if tries == self.retries => {
                    let remedy = "run the same command again when the server is well: what was sent stays, and it goes on from there";
                    return Err(failed(problem, remedy.to_owned()));
                }
                Try::Again { problem, after } => {
                    let pause = after.unwrap_or(Duration::from_secs(1 << tries.min(6))).min(LONGEST_PAUSE);
                    tell(Event::Again(&format!("{problem}; trying again in {} s", pause.as_secs())));
                    thread::sleep(pause);
                    tries += 1;
                }
            }
        }
    }

    fn attempt(&mut self, request: &Request<'_>) -> Try {
        let mut refused_before = false;
        loop {
            let response = match self.once(request) {
                Ok(response) => response,
                Err(error) => return unreached(error),
            };
            self.answered = true;
            let (head, body) = response.into_parts();
            let answer = body.into_with_config().limit(ANSWER).read_to_vec();
            let status = head.status;
            if status == StatusCode::UNAUTHORIZED && !refused_before && self.answer_to(&head.headers) {
                // Also where the number is used up by which the server knew who we are.
                refused_before = true;
                continue;
            }
            return match answer {
                Err(error) if status.is_success() => unreached(error),
                Ok(answer) if status.is_success() => Try::Done(answer),
                answer => self.refused(status, &head.headers, &answer.unwrap_or_default()),
            };
        }
    }

    fn once(&mut self, request: &Request<'_>) -> Result<Response<ureq::Body>, ureq::Error> {
        let mut builder = ureq::http::Request::builder()
            .method(request.method)
            .uri(request.url)
            .header(header::CONTENT_TYPE, request.content_type)
            .header(header::ACCEPT, request.accept);
        let authorization = match (self.credentials, &mut self.asked) {
            (Some(Credentials::Token(token)), _) => Some(format!("Bearer {token}")),
            (Some(Credentials::Password { user, password }), Some(asked)) => {
                let uri = request.url.parse::<Uri>().ok();
                let uri = uri.as_ref().and_then(Uri::path_and_query).map_or("/", |path| path.as_str());
                let parameters = PasswordParams { username: user, password, uri, method: request.method, body: Some(request.body) };
                asked.respond(&parameters).ok()
            }
            _ => None,
        };
        if let Some(authorization) = authorization {
            builder = builder.header(header::AUTHORIZATION, authorization);
        }
        self.agent.run(builder.body(request.body)?)
    }

    /// Takes up what the server asks for; whether there is an answer to it.
    fn answer_to(&mut self, headers: &HeaderMap) -> bool {
        let Some(Credentials::Password { .. }) = self.credentials else { return false };
        let asked = headers.get_all(header::WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
        let client = asked.fold(PasswordClient::builder(), http_auth::PasswordClientBuilder::challenges).build();
        self.asked = client.ok();
        self.asked.is_some()
    }

    fn refused(&self, status: StatusCode, headers: &HeaderMap, answer: &[u8]) -> Try {
        let value = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let said = String::from_utf8_lossy(answer);
        let said: String = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().chars().take(300).collect();
        let problem = format!("the server answered {status}{}{said}", if said.is_empty() { "" } else { ": " });
        let remedy = match status.as_u16() {
            408 | 425 | 429 | 502..=504 => {
                let after = value(header::RETRY_AFTER).and_then(|seconds| seconds.trim().parse().ok()).map(Duration::from_secs);
                return Try::Again { problem, after };
            }
            300..=399 => format!("name the address that it leads to: {}", value(header::LOCATION).unwrap_or("it does not say which")),
            401 if self.credentials.is_none() => {
                "give a name and a password, or a token: --credentials FILE, as  zhengtu publish --help  shows".to_owned()
            }
            401 => "check the name and the password, or the token".to_owned(),
            403 => "get the right to write there; Virtuoso takes updates at /sparql-auth".to_owned(),
            404 | 405 | 415 => "name the address that takes this, as  zhengtu publish --help  shows for several stores".to_owned(),
            400 | 413 => "if it is too much at once, send less in a request: --chunk 500".to_owned(),
            _ => "see what the server's log says; then run the same command again, and it goes on from there".to_owned(),
        };
        Try::Failed { problem, remedy }
    }
}

/// What a request comes to that got no answer.
fn unreached(error: ureq::Error) -> Try {
    let is_passing = match &error {
        // What is wrong with a certificate stays wrong.
        ureq::Error::Io(error) => error.kind() != io::ErrorKind::InvalidData,
        ureq::Error::Timeout(_) | ureq::Error::HostNotFound | ureq::Error::ConnectionFailed | ureq::Error::Protocol(_) => true,
        _ => false,
    };
    let problem = format!("the server cannot be reached: {error}");
    if is_passing {
        Try::Again { problem, after: None }
    } else {
        Try::Failed { problem, remedy: "check the address, and the certificate if it begins with https".to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_a_password_or_a_token() {
        let parsed = |line| match Credentials::parse(line) {
            Some(Credentials::Password { user, password }) => format!("{user} + {password}"),
            Some(Credentials::Token(token)) => format!("token {token}"),
            None => "none".to_owned(),
        };
        assert_eq!(parsed("dba:dba\n"), "dba + dba");
        assert_eq!(parsed("anna:a:b c"), "anna + a:b c");
        assert_eq!(parsed("Bearer abc.def\n"), "token abc.def");
        assert_eq!(parsed("bearer "), "none");
        assert_eq!(parsed(":x"), "none");
        assert_eq!(parsed("two\nlines:x"), "none");
    }
}
