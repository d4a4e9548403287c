//! Parts of TEI: the header, and what is said of a word.

use std::io::{self, Write};

use super::laid::facts;
use super::xml::{attribute, escaped, kwic_attribute};
use crate::index::PaperRecord;

/// What is said of a word: by TEI's own attributes where there is one; the part of speech as ParlaMint has it.
pub(super) fn attributes(values: &[(&str, &str)]) -> String {
    let value = |name: &str| values.iter().find(|pair| pair.0 == name).map(|pair| pair.1);
    let mut out = String::new();
    let msd = value("msd").filter(|msd| !msd.starts_with("UPosTag="));
    let upos = value("upos").filter(|upos| !upos.contains('|'));
    let told = match (upos, msd) {
        (Some(upos), Some(msd)) => Some(format!("UPosTag={upos}|{msd}")),
        (Some(upos), None) => Some(format!("UPosTag={upos}")),
        (None, msd) => msd.map(str::to_string),
    };
    for (name, value) in values {
        match *name {
            "lemma" | "pos" => out.push_str(&attribute(name, value)),
            "upos" if upos.is_some() => {}
            "msd" if msd.is_some() => {}
            name => out.push_str(&kwic_attribute(name, value)),
        }
    }
    told.iter().for_each(|told| out.push_str(&attribute("msd", told)));
    out
}

/// The header: what TEI has a place for, and all metadata as kwic reads them.
pub(super) fn header(out: &mut dyn Write, record: &PaperRecord) -> io::Result<()> {
    let metadata = &record.metadata;
    let title = metadata.title.as_deref().unwrap_or(&record.id);
    writeln!(out, "<teiHeader><fileDesc><titleStmt><title>{}</title>", escaped(title))?;
    metadata.authors.iter().try_for_each(|author| writeln!(out, "<author>{}</author>", escaped(author)))?;
    writeln!(out, "</titleStmt><publicationStmt><p>Written by kwic.</p></publicationStmt>")?;
    writeln!(out, "<sourceDesc><p>{}</p></sourceDesc></fileDesc>", escaped(&record.file))?;
    writeln!(out, "<profileDesc>")?;
    if let Some(year) = metadata.year {
        writeln!(out, "<creation><date when=\"{year:04}\">{year}</date></creation>")?;
    }
    if let Some(language) = &metadata.language {
        let ident = attribute("ident", language);
        writeln!(out, "<langUsage><language{ident}>{}</language></langUsage>", escaped(language))?;
    }
    writeln!(out, "</profileDesc>\n<xenoData>")?;
    let own = [("paper".to_string(), record.id.clone())];
    for (name, value) in own.into_iter().chain(facts(record)) {
        let name = kwic_attribute("name", &name);
        writeln!(out, "<kwic:meta{name}>{}</kwic:meta>", escaped(&value))?;
    }
    writeln!(out, "</xenoData></teiHeader>")
}
