//! Stub.
use crate::papers::read::Reading;
pub(super) fn read(_text: &str, _first_line: u32, _reading: &mut Reading) {}
