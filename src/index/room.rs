//! How much may be under way at once.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Bounds the bytes of papers that are between their files and tantivy.
pub struct Room {
    state: Arc<(Mutex<usize>, Condvar)>,
    limit: usize,
}

/// A share of a [`Room`], given back when it is dropped.
pub struct Permit {
    state: Arc<(Mutex<usize>, Condvar)>,
    bytes: usize,
}

impl Room {
    /// Room for `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Room { state: Arc::default(), limit }
    }

    /// Waits until there is room. A paper that is larger than the room goes alone.
    pub fn take(&self, bytes: usize) -> Arc<Permit> {
        let (taken, freed) = &*self.state;
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken > 0 && *taken + bytes > self.limit {
            taken = freed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += bytes;
        Arc::new(Permit { state: self.state.clone(), bytes })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let (taken, freed) = &*self.state;
        *taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        freed.notify_all();
    }
}
