//! Which builds are measured, and in which order.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::stats::SplitMix;

/// How one build is made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// Threads that read, and as many that write.
    pub threads: u16,
    /// Bytes of memory that the build may take, roughly.
    pub memory: u64,
    /// How much of the text, in per cent: above 0, to 100.
    pub size: f64,
}

impl Setting {
    /// Its threads and memory.
    pub fn way(&self) -> String {
        let threads = if self.threads == 1 { "thread" } else { "threads" };
        format!("{} {threads}, {} MB", self.threads, self.memory / 1_000_000)
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}% of the text", self.way(), self.size)
    }
}

/// All that is to be measured: every number of threads with every memory and every size.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Numbers of threads.
    pub threads: Vec<u16>,
    /// Sizes of memory, in bytes.
    pub memory: Vec<u64>,
    /// Sizes of the text, in per cent.
    pub sizes: Vec<f64>,
}

impl Grid {
    /// The settings, the smallest text first.
    pub fn settings(&self) -> Vec<Setting> {
        let mut settings = Vec::new();
        for &size in &self.sizes {
            for &memory in &self.memory {
                settings.extend(self.threads.iter().map(|&threads| Setting { threads, memory, size }));
            }
        }
        settings.sort_by(|a, b| a.size.total_cmp(&b.size));
        settings.dedup();
        settings
    }
}

/// The order of runs, as numbers of `settings`: `rounds` times all of them, each time mixed anew, so that what else the
/// machine does falls on all alike.
pub fn mixed(settings: usize, rounds: usize, seed: u64) -> Vec<usize> {
    let mut random = SplitMix::new(seed);
    let mut order = Vec::with_capacity(settings * rounds);
    for _ in 0..rounds {
        let mut round: Vec<usize> = (0..settings).collect();
        for last in (1..settings).rev() {
            round.swap(last, random.below(last + 1));
        }
        order.extend(round);
    }
    order
}

/// Reads `30%`: above 0, to 100.
///
/// # Errors
/// Why it is no such share.
pub fn share(text: &str) -> Result<f64, String> {
    let size = per_cent(text)?;
    if size > 0.0 && size <= 100.0 { Ok(size) } else { Err("a share lies above 0% and at most at 100%".to_string()) }
}

/// Reads `5%`: 0 or more.
///
/// # Errors
/// Why it is no percentage.
pub fn per_cent(text: &str) -> Result<f64, String> {
    let number = text.trim().strip_suffix('%').ok_or("write a percentage, as 30%")?;
    let number: f64 = number.trim().parse().map_err(|_| "write a percentage, as 30%".to_string())?;
    if number.is_finite() && number >= 0.0 { Ok(number) } else { Err("a percentage is 0% or more".to_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_has_every_setting_once() {
        let grid = Grid { threads: vec![1, 2], memory: vec![64, 512], sizes: vec![100.0, 10.0] };
        let settings = grid.settings();
        assert_eq!(settings.len(), 8);
        assert_eq!(settings[0], Setting { threads: 1, memory: 64, size: 10.0 });
        assert_eq!(settings[7], Setting { threads: 2, memory: 512, size: 100.0 });
        let twice = Grid { threads: vec![2, 2], ..grid };
        assert_eq!(twice.settings().len(), 4);
    }

    #[test]
    fn each_round_has_each_setting_in_an_order_of_its_own() {
        let order = mixed(5, 20, 7);
        for round in order.chunks(5) {
            let mut sorted = round.to_vec();
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2, 3, 4]);
        }
        assert!(order.chunks(5).any(|round| round != &order[..5]));
        assert_eq!(order, mixed(5, 20, 7));
        assert!(mixed(0, 3, 1).is_empty());
    }

    #[test]
    fn percentages_are_read_and_nonsense_is_not() {
        assert_eq!((share("30%"), share(" 0.5 % "), per_cent("0%")), (Ok(30.0), Ok(0.5), Ok(0.0)));
        for nonsense in ["30", "0%", "101%", "-1%", "nan%", "inf%", "%", "", "1e400%"] {
            assert!(share(nonsense).is_err(), "{nonsense}");
        }
    }
}
