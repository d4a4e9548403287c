//! `kwic export`.

mod markup;
mod matrix;
mod place;
mod tables;
mod text;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::options::Cli;
use super::{Ended, Failure};

#[derive(Args)]
#[command(after_help = "\
Examples:
  kwic export vrt --output papers.vrt              for the Corpus Workbench; says how to encode it
  kwic export conllu --output conllu/              a file for each paper, in a new folder
  kwic export tei --year 1990..1999 --output nineties.xml
  kwic export text --by section --output texts     plain text, a file for each section
  kwic export matrix --output counts.mtx           document-term matrix; also .csv, .parquet
  kwic export tokens --output tokens.parquet       a row for each token; also .csv, .tsv, .jsonl
  kwic export sections --output sections.csv       a row for each section
  kwic papers --output papers.csv                  a row for each paper: that is `kwic papers`
  kwic find nato --output lines.csv                and lines are those of `kwic find`

What goes out as vrt, conllu or tei and is indexed again answers the same queries.")]
pub struct ExportOptions {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Vertical text: a token a line, for the Corpus Workbench (CWB) and its kin
    Vrt(markup::MarkupOptions),
    /// CoNLL-U: words and punctuation, a line each, for taggers, parsers and treebank tools
    Conllu(markup::MarkupOptions),
    /// TEI XML: for editions, archives and XML tools
    Tei(markup::MarkupOptions),
    /// Plain reading text: a file for each paper or section
    Text(text::TextOptions),
    /// The document-term matrix: how often each word is used in each paper, section, year …
    Matrix(matrix::MatrixOptions),
    /// All tokens as a table: position, word, and all that is known of each
    Tokens(tables::TableOptions),
    /// All sections as a table: headings, pages, themes, sizes
    Sections(tables::TableOptions),
}

impl ExportOptions {
    /// Lets it write nothing but a file in `folder`: see [`Command::redirect`](super::command::Command::redirect).
    pub fn redirect(&mut self, folder: &Path) -> Option<PathBuf> {
        let output = match &mut self.what {
            What::Vrt(options) | What::Conllu(options) | What::Tei(options) => &mut options.output,
            What::Matrix(options) => &mut options.output.output,
            What::Tokens(options) | What::Sections(options) => &mut options.output.output,
            What::Text(_) => return None,
        };
        let name = output.as_deref().filter(|path| !place::is_folder(path)).and_then(Path::file_name)?;
        let file = folder.join(name);
        *output = Some(file.clone());
        Some(file)
    }
}

pub fn run(cli: &Cli, options: &ExportOptions) -> Result<Ended, Failure> {
    use kwic::export::Markup;
    match &options.what {
        What::Vrt(options) => markup::run(cli, options, Markup::Vrt),
        What::Conllu(options) => markup::run(cli, options, Markup::Conllu),
        What::Tei(options) => markup::run(cli, options, Markup::Tei),
        What::Text(options) => text::run(cli, options),
        What::Matrix(options) => matrix::run(cli, options),
        What::Tokens(options) => tables::tokens(cli, options),
        What::Sections(options) => tables::sections(cli, options),
    }
}
