//! Answers that were given already: the same question over the same state of the store is answered once.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::sync::RwLock;

/// The most bytes of all answers that are kept, and of one.
const ALL: usize = 64 << 20;
pub const ONE: usize = 4 << 20;

/// The answers by what names them: the state of the store, the address, and what the client accepts.
#[derive(Default)]
pub struct Cache {
    kept: Mutex<Kept>,
    /// Those that are being made: held alone by who makes it, shared by those who wait for it.
    making: Mutex<HashMap<String, Arc<RwLock<()>>>>,
}

#[derive(Default)]
struct Kept {
    answers: HashMap<String, (HeaderMap, Bytes)>,
    /// The names, the oldest first.
    names: VecDeque<String>,
    bytes: usize,
}

impl Cache {
    /// The answer of this name, made if it is not kept. Who asks while it is being made waits for it; if it is not one that can be kept, each makes it.
    pub async fn get_or(&self, name: String, make: impl Future<Output = Response>) -> Response {
        if let Some(kept) = self.get(&name) {
            return kept;
        }
        let turn = Arc::clone(locked(&self.making).entry(name.clone()).or_default());
        let Ok(_alone) = turn.try_write() else {
            drop(turn.read().await);
            return match self.get(&name) {
                Some(kept) => kept,
                None => make.await,
            };
        };
        let _made = Made { cache: self, name: &name };
        self.keep(name.clone(), make.await).await
    }

    pub fn get(&self, name: &str) -> Option<Response> {
        let kept = locked(&self.kept);
        let (headers, body) = kept.answers.get(name)?;
        Some((headers.clone(), body.clone()).into_response())
    }

    /// Keeps an answer, if it is one and not too large, and hands it on. The oldest go where there is no room.
    async fn keep(&self, name: String, response: Response) -> Response {
        let size = response.body().size_hint().exact().and_then(|size| usize::try_from(size).ok());
        let Some(size) = size.filter(|size| *size <= ONE && response.status() == StatusCode::OK) else { return response };
        let (head, body) = response.into_parts();
        let Ok(body) = to_bytes(body, ONE).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
        let mut kept = locked(&self.kept);
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

/// That an answer has been made, or given up.
struct Made<'c> {
    cache: &'c Cache,
    name: &'c str,
}

impl Drop for Made<'_> {
    fn drop(&mut self) {
        locked(&self.cache.making).remove(self.name);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
        let kept = cache.kept.lock().expect("no one else has it");
        assert_eq!((kept.answers.len(), kept.names.len(), kept.bytes), (16, 16, ALL));
    }

    #[test]
    fn who_asks_at_the_same_time_has_the_same_answer_once_made() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let cache = Cache::default();
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let made = &AtomicUsize::new(0);
        let ask = |name: &'static str, status: StatusCode| {
            cache.get_or(name.to_owned(), async move {
                tokio::task::yield_now().await;
                made.fetch_add(1, Ordering::Relaxed);
                (status, "answer").into_response()
            })
        };
        let three = |name, status| runtime.block_on(async { tokio::join!(ask(name, status), ask(name, status), ask(name, status)) });
        let (one, two, last) = three("kept", StatusCode::OK);
        assert!([one, two, last].iter().all(|answer| answer.status() == StatusCode::OK));
        assert_eq!(made.swap(0, Ordering::Relaxed), 1);
        three("not kept", StatusCode::GATEWAY_TIMEOUT);
        assert_eq!(made.load(Ordering::Relaxed), 3, "what failed for one may not fail for another");
        assert!(locked(&cache.making).is_empty());
    }
}
