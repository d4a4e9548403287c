//! The command `kwic`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
