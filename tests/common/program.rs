//! The program itself, as people run it.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};

pub fn kwic(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kwic"));
    command.args(arguments).current_dir(folder).env_remove("COLUMNS").env_remove("NO_COLOR").env("TERM", "xterm");
    command
}

pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    kwic(folder, arguments).output().unwrap()
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What a terminal of 80 columns gets.
pub fn on_a_terminal(mut command: Command) -> String {
    let size = rustix_openpty::rustix::termios::Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
    let pty = rustix_openpty::openpty(None, Some(&size)).unwrap();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(pty.user.try_clone().unwrap())
        .stderr(pty.user.try_clone().unwrap())
        .spawn()
        .unwrap();
    drop(command);
    drop(pty.user);
    let mut text = Vec::new();
    // The last read of a terminal whose other side is closed is an error.
    let _ = fs::File::from(pty.controller).read_to_end(&mut text);
    child.wait().unwrap();
    String::from_utf8_lossy(&text).into_owned()
}
