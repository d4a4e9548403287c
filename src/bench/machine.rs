//! Where it was measured.

use std::path::Path;

use serde::{Deserialize, Serialize};
use sysinfo::{CpuRefreshKind, DiskKind, DiskRefreshKind, Disks, MemoryRefreshKind, RefreshKind, System};

/// The machine, and what else it did. What the system does not tell is `None`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Machine {
    /// The processor's name.
    pub cpu: Option<String>,
    /// Cores that this process may use.
    pub cores: Option<u64>,
    /// Bytes of memory.
    pub memory: Option<u64>,
    /// The disk that indexes were written to: its kind and file system.
    pub disk: Option<String>,
    /// The operating system and its version.
    pub system: Option<String>,
    /// Version of kwic.
    pub kwic: String,
    /// Whether kwic was built for speed, and not with checks for its makers.
    pub release: bool,
    /// Processes that ran or wanted to, on average over the minute before the first run, and the minute before the end.
    pub load: [Option<f64>; 2],
}

impl Machine {
    /// This machine; `folder` is where indexes are written.
    pub fn here(folder: &Path) -> Self {
        let what = RefreshKind::nothing()
            .with_cpu(CpuRefreshKind::nothing())
            .with_memory(MemoryRefreshKind::nothing().with_ram());
        let system = System::new_with_specifics(what).ok();
        let told = |text: &str| Some(text.trim().to_string()).filter(|text| !text.is_empty());
        Machine {
            cpu: system.as_ref().and_then(|system| told(system.cpus().first()?.brand())),
            cores: std::thread::available_parallelism().ok().map(|cores| cores.get() as u64),
            memory: system.map(|system| system.total_memory()).filter(|bytes| *bytes > 0),
            disk: disk_of(folder),
            system: System::long_os_version().ok(),
            kwic: env!("CARGO_PKG_VERSION").to_string(),
            release: !cfg!(debug_assertions),
            load: [load(), None],
        }
    }

    /// Takes down what else the machine does at the end.
    pub fn end(&mut self) {
        self.load[1] = load();
    }

    /// For people, in one line each; what the system does not tell is said to be unknown.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_string());
        let number = |number: Option<String>| number.unwrap_or_else(|| "unknown".to_string());
        let load = |at: Option<f64>| number(at.map(|load| format!("{load:.2}")));
        let [before, after] = self.load;
        vec![
            ("cpu", text(&self.cpu)),
            ("cores", number(self.cores.map(|cores| cores.to_string()))),
            ("memory", number(self.memory.map(|bytes| format!("{:.1} GB", bytes as f64 / 1e9)))),
            ("disk", text(&self.disk)),
            ("system", text(&self.system)),
            ("kwic", format!("{}, {} build", self.kwic, if self.release { "release" } else { "debug" })),
            ("load", format!("{} before, {} at the end", load(before), load(after))),
        ]
    }
}

/// The load of the last minute. Windows tells none.
fn load() -> Option<f64> {
    System::load_average().ok().filter(|_| !cfg!(windows)).map(|load| load.one)
}

fn disk_of(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let disks = Disks::new_with_refreshed_list_specifics(DiskRefreshKind::nothing().with_kind()).ok()?;
    // The longest mount point that leads to the folder is the disk that it is on.
    let disk = disks
        .iter()
        .filter(|disk| folder.starts_with(disk.mount_point()))
        .max_by_key(|disk| disk.mount_point().components().count())?;
    let kind = match disk.kind() {
        DiskKind::SSD => "SSD",
        DiskKind::HDD => "hard disk",
        DiskKind::Unknown(_) => "kind unknown",
    };
    Some(format!("{kind}, {}", disk.file_system().to_string_lossy()))
}
