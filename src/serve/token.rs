//! Who may write: who shows a token, as a bearer does ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)).

use std::fmt;

use axum::http::{HeaderMap, StatusCode, header};
use sha2::{Digest, Sha256};

use super::problem::Problem;

/// What those show who may write. Only its digest is kept.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl Token {
    /// Characters of the shortest token that is taken: 16 of base64 are 96 bits, more than can be tried.
    pub const SHORTEST: usize = 16;

    /// The token of a text, without the white space around it.
    ///
    /// # Errors
    /// What is wrong with it, as one clause: it is too short, or has characters that a header cannot have.
    pub fn new(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.len() < Self::SHORTEST {
            return Err(format!("the token has {} characters, and {} are the fewest", text.chars().count(), Self::SHORTEST));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("the token has spaces, or characters that are not ASCII".to_owned());
        }
        Ok(Self(Sha256::digest(text).into()))
    }

    /// Whether this is the token. Digests are compared, and all of them, so that the time that it takes tells nothing of the token.
    fn is(&self, shown: &str) -> bool {
        let shown: [u8; 32] = Sha256::digest(shown).into();
        self.0.iter().zip(shown).fold(0, |difference, (own, shown)| difference | (own ^ shown)) == 0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}

/// What a request may do beside reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// The server only reads.
    ReadOnly,
    /// The request shows no token, or another one.
    Refused,
    /// It may write.
    Granted,
}

impl Access {
    pub fn of(token: Option<&Token>, headers: &HeaderMap) -> Self {
        let Some(token) = token else { return Self::ReadOnly };
        let mut shown = headers.get_all(header::AUTHORIZATION).iter().filter_map(|value| value.to_str().ok()?.split_once(' '));
        match (shown.next(), shown.next()) {
            (Some((scheme, shown)), None) if scheme.eq_ignore_ascii_case("bearer") && token.is(shown.trim()) => Self::Granted,
            _ => Self::Refused,
        }
    }

    /// Lets a request that writes go on, or says why not.
    pub fn to_write(self) -> Result<(), Problem> {
        match self {
            Self::Granted => Ok(()),
            Self::Refused => Err(Problem::new(
                StatusCode::UNAUTHORIZED,
                "the request would write, and does not show the token",
                "send it in the header  Authorization: Bearer TOKEN",
            )),
            Self::ReadOnly => Err(Problem::new(
                StatusCode::FORBIDDEN,
                "this server only reads",
                "documents are added with  zhengtu build ; to let it write, begin it with --writable",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_opens() {
        let token = Token::new(" 0123456789abcdef\n").expect("a token");
        assert_eq!(format!("{token:?}"), "Token(…)");
        let access = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, value.parse().expect("a header"));
            }
            Access::of(Some(&token), &headers)
        };
        for values in [["Bearer 0123456789abcdef"], ["bearer  0123456789abcdef"]] {
            assert_eq!(access(&values), Access::Granted, "{values:?}");
        }
        for values in [
            &[][..],
            &["Bearer"],
            &["Bearer 0123456789abcdeF"],
            &["Bearer 0123456789abcde"],
            &["Bearer 0123456789abcdef0"],
            &["Basic 0123456789abcdef"],
            &["0123456789abcdef"],
            &["Bearer 0123456789abcdef", "Bearer 0123456789abcdef"],
        ] {
            assert_eq!(access(values), Access::Refused, "{values:?}");
        }
        assert_eq!(Access::of(None, &HeaderMap::new()), Access::ReadOnly);
    }

    #[test]
    fn what_can_be_guessed_or_not_be_sent_is_no_token() {
        for text in ["", "secret", "0123456789abcde", "0123456789 abcdef", "口令口令口令口令口令"] {
            assert!(Token::new(text).is_err(), "{text}");
        }
    }
}
