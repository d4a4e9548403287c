//! How a query is run.

use std::time::Duration;

/// How a segment is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Plan {
    /// By whichever way is cheaper.
    #[default]
    Cheapest,
    /// By looking up whatever every span must hold.
    Postings,
    /// By scanning.
    Scan,
}

/// How a query is run.
#[derive(Debug, Clone, Copy, Default)]
pub struct How {
    /// The plan.
    pub plan: Plan,
    /// How long it may take; `None`: as long as it will.
    pub timeout: Option<Duration>,
}
