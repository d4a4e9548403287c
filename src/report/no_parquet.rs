//! In place of Parquet, where kwic was built without it.

use std::io::{self, Write};

use super::made::About;
use super::rows::Rows;
use crate::error::{Error, Kind};

/// Says that this kwic cannot, and which one can.
pub(super) fn write(_: &mut dyn Write, _: Rows<'_>, _: &About<'_>) -> io::Result<()> {
    let error = Error::new(Kind::Setting, "--format parquet", "this kwic was built without Parquet")
        .remedy("build it with `cargo build --release --features parquet`, or write csv or xlsx");
    Err(io::Error::other(error))
}
