//! CSV and TSV.

use std::io::{self, Write};

/// Writes records. In TSV a tab or line end within a value becomes a space, as
/// the format knows no quotes.
pub(super) struct Separated<W: Write> {
    out: Inner<W>,
}

enum Inner<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Tsv(W),
}

impl<W: Write> Separated<W> {
    pub fn csv(out: W) -> Self {
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        Separated { out: Inner::Csv(Box::new(writer)) }
    }

    pub fn tsv(out: W) -> Self {
        Separated { out: Inner::Tsv(out) }
    }

    pub fn record<S: AsRef<str>>(&mut self, values: &[S]) -> io::Result<()> {
        match &mut self.out {
            Inner::Csv(writer) => writer.write_record(values.iter().map(|v| v.as_ref())).map_err(io::Error::from),
            Inner::Tsv(out) => {
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        out.write_all(b"\t")?;
                    }
                    let value = value.as_ref();
                    if value.contains(['\t', '\n', '\r']) {
                        out.write_all(value.replace(['\t', '\n', '\r'], " ").as_bytes())?;
                    } else {
                        out.write_all(value.as_bytes())?;
                    }
                }
                out.write_all(b"\n")
            }
        }
    }

    pub fn finish(self) -> io::Result<()> {
        match self.out {
            Inner::Csv(mut writer) => writer.flush(),
            Inner::Tsv(mut out) => out.flush(),
        }
    }
}
