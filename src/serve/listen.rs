//! Connections: how many, how long their parts may take, how large a request's head may be, and how they end.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tower::Service;

use super::Client;
use crate::{Error, Result};

/// Connections at the same time; more wait to be accepted.
const CONNECTIONS: usize = 512;
/// How long a request's head may take to come, and a connection may wait for the next request.
const HEAD: Duration = Duration::from_secs(10);
/// How long a client may take to read on, or to send on.
const STALLED: Duration = Duration::from_secs(30);
/// Bytes of a request's line and headers together.
const HEAD_BYTES: usize = 1 << 16;
const HEADERS: usize = 64;
/// How long requests that are being answered have when the server is asked to end.
const FAREWELL: Duration = Duration::from_secs(5);

/// Takes an address; gives the one that was taken, which has a port where none was named.
pub async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr)> {
    let refused = |error: io::Error| {
        let (problem, remedy) = match error.kind() {
            ErrorKind::AddrInUse => (
                "another program, or another  zhengtu serve , has the port".to_owned(),
                format!("end it, or choose another port:  --bind {}:{}", address.ip(), address.port().wrapping_add(1).max(1024)),
            ),
            ErrorKind::PermissionDenied => {
                ("you may not take the port".to_owned(), format!("choose one above 1023:  --bind {}:7878", address.ip()))
            }
            ErrorKind::AddrNotAvailable => {
                ("this machine does not have the address".to_owned(), "choose one of its own, as  --bind 127.0.0.1:7878".to_owned())
            }
            _ => (format!("the address cannot be had: {error}"), "choose another with --bind".to_owned()),
        };
        Error::Server { problem, place: address.to_string(), remedy }
    };
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    let taken = listener.local_addr().map_err(refused)?;
    Ok((listener, taken))
}

/// Answers requests until the program is asked to end.
pub async fn run(listener: TcpListener, router: Router) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut end = std::pin::pin!(asked_to_end());
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                // As where there are too many open files: it passes.
                Err(_) => {
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            () = &mut end => break,
        };
        let connection = graceful.watch(connection(stream, peer, router.clone()));
        tokio::spawn(async move {
            // A client that breaks off is nothing to tell.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = timeout(FAREWELL, graceful.shutdown()).await;
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> + Send {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALLED));
    let client = Client(peer.ip().to_canonical());
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(client);
        router.clone().call(request.map(Body::new))
    });
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_BYTES).max_headers(HEADERS);
    server.serve_connection(TokioIo::new(Box::pin(stream)), service)
}

/// Waits for Ctrl-C or, on Unix, SIGTERM.
async fn asked_to_end() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    interrupt.await;
}
