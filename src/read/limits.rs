//! How much a file may ask for.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Limits within which files are read, so that no file can take the machine. `NAME=VALUE` sets one: `file=200M`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of one document, and of each part that is inflated from it: 64M.
    pub file: u64,
    /// Bytes that all of an archive may be inflated to: 2G.
    pub unpacked: u64,
    /// Documents in an archive: 100,000.
    pub documents: u64,
    /// Archives inside each other: 3.
    pub depth: u64,
    /// Bytes of memory of a process that reads documents: 1G.
    pub memory: u64,
    /// Seconds for a document: 60.
    pub seconds: u64,
}

const MEGA: u64 = 1 << 20;
const GIGA: u64 = 1 << 30;

impl Default for Limits {
    fn default() -> Self {
        Self { file: 64 * MEGA, unpacked: 2 * GIGA, documents: 100_000, depth: 3, memory: GIGA, seconds: 60 }
    }
}

impl Limits {
    /// The names of the limits.
    pub const NAMES: [&str; 6] = ["file", "unpacked", "documents", "depth", "memory", "seconds"];

    /// Sets a limit as a user writes it: `file=200M`, `seconds=120`. K, M and G stand for 1024 bytes, and so on.
    ///
    /// # Errors
    /// What is wrong with it, as one clause.
    pub fn set(&mut self, assignment: &str) -> Result<(), String> {
        let (name, value) = assignment.split_once('=').ok_or("a limit is written NAME=VALUE, as file=200M")?;
        let limit = match name {
            "file" => &mut self.file,
            "unpacked" => &mut self.unpacked,
            "documents" => &mut self.documents,
            "depth" => &mut self.depth,
            "memory" => &mut self.memory,
            "seconds" => &mut self.seconds,
            _ => return Err(format!("there is no limit {name}; the limits are {}", Self::NAMES.join(", "))),
        };
        let (digits, unit) = match value.as_bytes().last() {
            Some(b'K') => (&value[..value.len() - 1], 1 << 10),
            Some(b'M') => (&value[..value.len() - 1], MEGA),
            Some(b'G') => (&value[..value.len() - 1], GIGA),
            _ => (value, 1),
        };
        let number = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
        *limit = number.filter(|number| *number > 0).ok_or_else(|| format!("{value} is no number of {name}, as 120 or 200M"))?;
        Ok(())
    }

    pub(super) fn time(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}

/// A number of bytes as people say it: 64 MB.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..MEGA => format!("{} KB", bytes.div_ceil(1 << 10)),
        MEGA..GIGA => format!("{} MB", bytes.div_ceil(MEGA)),
        _ => format!("{:.1} GB", bytes as f64 / GIGA as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_set_by_name() {
        let mut limits = Limits::default();
        for (assignment, ok) in
            [("file=200M", true), ("seconds=5", true), ("memory=3G", true), ("file=", false), ("file=0", false), ("size=3", false)]
        {
            assert_eq!(limits.set(assignment).is_ok(), ok, "{assignment}");
        }
        assert_eq!((limits.file, limits.seconds, limits.memory), (200 << 20, 5, 3 << 30));
        assert!(Limits::NAMES.iter().all(|name| Limits::default().set(&format!("{name}=1")).is_ok()));
    }
}
