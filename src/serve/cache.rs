//! Answers that were given already: the same question over the same state of the store is answered once.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

/// The most bytes of all answers that are kept, and of one.
const ALL: usize = 64 << 20;
const ONE: usize = 4 << 20;

/// The answers by what names them: the state of the store, the address, and what the client accepts.
#[derive(Default)]
pub struct Cache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    answers: HashMap<String, (HeaderMap, Bytes)>,
    /// The names, the oldest first.
    names: VecDeque<String>,
    bytes: usize,
}

impl Cache {
    pub fn get(&self, name: &str) -> Option<Response> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (headers, body) = kept.answers.get(name)?;
        Some((headers.clone(), body.clone()).into_response())
    }

    /// Keeps an answer, if it is one and not too large, and hands it on. The oldest go where there is no room.
    pub async fn keep(&self, name: String, response: Response) -> Response {
        let size = response.body().size_hint().exact().and_then(|size| usize::try_from(size).ok());
        let Some(size) = size.filter(|size| *size <= ONE && response.status() == StatusCode::OK) else { return response };
        let (head, body) = response.into_parts();
        let Ok(body) = to_bytes(body, ONE).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.answers.contains_key(&name) {
            return Response::from_parts(head, Body::from(body));
        }
        while kept.bytes + size > ALL {
            let Some(oldest) = kept.names.pop_front() else { break };
            if let Some((_, body)) = kept.answers.remove(&oldest) {
                kept.bytes -= body.len();
            }
        }
        kept.answers.insert(name.clone(), (head.headers.clone(), body.clone()));
        kept.bytes += size;
        kept.names.push_back(name);
        Response::from_parts(head, Body::from(body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_answers_make_room() {
        let cache = Cache::default();
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let keep = |name: &str, size: usize| {
            let kept = runtime.block_on(cache.keep(name.to_owned(), vec![b'a'; size].into_response()));
            assert_eq!(kept.status(), StatusCode::OK);
        };
        keep("too large", ONE + 1);
        assert!(cache.get("too large").is_none());
        for number in 0..20 {
            keep(&number.to_string(), ONE);
            keep(&number.to_string(), ONE);
        }
        assert!(cache.get("0").is_none() && cache.get("19").is_some());
        let kept = cache.0.lock().expect("no one else has it");
        assert_eq!((kept.answers.len(), kept.names.len(), kept.bytes), (16, 16, ALL));
    }
}
