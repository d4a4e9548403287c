//! What takes longer than a second is said.

use std::io::IsTerminal;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::ProgressBar;

use super::say;

/// Does some work; if it takes more than a second, says what is being done, on a terminal for as long as it is.
pub fn patiently<T>(what: &'static str, work: impl FnOnce() -> T) -> T {
    let (done, is_done) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if is_done.recv_timeout(Duration::from_secs(1)) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            if std::io::stderr().is_terminal() {
                let bar = ProgressBar::new_spinner().with_message(what);
                bar.enable_steady_tick(Duration::from_millis(100));
                // Ends with an error when the work is done and the other end dropped.
                let _ = is_done.recv();
                bar.finish_and_clear();
            } else {
                say(&format!("{what} …"));
            }
        });
        let answer = work();
        drop(done);
        answer
    })
}
