//! What this process has taken, as the system tells it.

/// The largest resident set so far, in bytes. It is that of the whole process, which therefore should do nothing else.
/// Linux tells it (proc(5), `VmHWM`); `None` elsewhere.
pub fn peak_memory() -> Option<u64> {
    let kib: u64 = field("/proc/self/status", "VmHWM:")?.parse().ok()?;
    Some(kib * 1024)
}

/// Bytes handed to the system for writing so far. Linux tells it (proc(5), `wchar`); `None` elsewhere.
pub fn bytes_written() -> Option<u64> {
    field("/proc/self/io", "wchar:")?.parse().ok()
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next().map(str::to_string))
}
