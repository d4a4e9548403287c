//! The commands, and what may be done with any of them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use kwic::search::SavedName;

use super::against::Against;
use super::bench::BenchOptions;
use super::collocates::CollocateOptions;
use super::compare::CompareOptions;
use super::export::ExportOptions;
use super::keywords::KeywordOptions;
use super::measures::MeasureOptions;
use super::ngrams::NgramOptions;
use super::options::{FacetOptions, FindOptions, IndexOptions, ListOptions, ThemeOptions};
use super::papers::PaperOptions;
use super::rerun::RerunOptions;
use super::saved::SavedOptions;
use super::show::ShowOptions;
use super::spread::SpreadOptions;
use super::words::WordOptions;

#[derive(Subcommand)]
pub enum Command {
    /// Build the index, or bring it up to date: only what changed is read again
    Index(IndexOptions),
    /// Show the concordance lines of a query, or count its hits
    Find(FindOptions),
    /// Compare how often queries occur: rates with intervals over papers, tests, trends
    Compare(CompareOptions),
    /// Show where in the papers hits fall: measures of dispersion, and the dispersion plot
    Spread(SpreadOptions),
    /// Read on in place: a paper, a page, a section, the paragraph of a line
    Show(ShowOptions),
    /// List the saved results, remove one, or run one again
    Saved(SavedOptions),
    /// Make the result in a file again, and tell what has changed
    Rerun(RerunOptions),
    /// List the words that stand near a query, by association measures
    Collocates(CollocateOptions),
    /// List words with how often and how evenly they are used
    Words(WordOptions),
    /// List n-grams with how often and how evenly they are used
    Ngrams(NgramOptions),
    /// List the words that a selection uses more, or less, than the rest
    Keywords(KeywordOptions),
    /// List the papers with their metadata and sizes
    Papers(PaperOptions),
    /// List sections, themes, years and metadata values with their counts
    Facets(FacetOptions),
    /// List what the papers say of their tokens: annotations and named span layers, with counts
    Layers(ListOptions),
    /// List the themes, or show which terms gave a paper its themes
    Themes(ThemeOptions),
    /// List the measures, or show one with its formula and source
    Measures(MeasureOptions),
    /// Write papers, tokens or counts for other programs: CWB, CoNLL-U, TEI, plain text, matrices
    Export(ExportOptions),
    /// Check that the index is sound
    Check,
    /// Takes the text of a PDF from standard input: what kwic starts for each PDF, so that one that does harm costs
    /// itself alone
    #[command(hide = true)]
    ReadPdf,
    /// Measure how fast an index builds and answers here
    Bench(BenchOptions),
}

impl Command {
    /// Where a command is told to save the hits of its queries, if it is one that can.
    pub fn save(&mut self) -> Option<&mut Option<SavedName>> {
        match self {
            Command::Find(find) => Some(&mut find.query.save),
            Command::Compare(compare) => Some(&mut compare.queries.save),
            Command::Spread(spread) => Some(&mut spread.queries.save),
            Command::Collocates(collocates) => Some(&mut collocates.query.save),
            _ => None,
        }
    }

    /// The files that a command reads beside the index: what they hold is part of what makes an answer.
    pub fn files(&self) -> Vec<&Path> {
        let (terms, stop, against): (_, _, &[Against]) = match self {
            Command::Compare(compare) => (&compare.queries.terms, &None, &[]),
            Command::Spread(spread) => (&spread.queries.terms, &None, &[]),
            Command::Collocates(collocates) => (&None, &collocates.tokens.stop, &[]),
            Command::Words(words) => (&None, &words.tokens.stop, &[]),
            Command::Ngrams(ngrams) => (&None, &ngrams.tokens.stop, &[]),
            Command::Keywords(keywords) => (&keywords.terms, &keywords.tokens.stop, &keywords.against),
            _ => (&None, &None, &[]),
        };
        let lists = against.iter().filter_map(|against| match against {
            Against::File(file) => Some(file),
            _ => None,
        });
        terms.iter().chain(stop).chain(lists).map(PathBuf::as_path).collect()
    }

    /// Lets a command that only reads write nothing but a file in `folder`, and gives where it writes now.
    /// `None`: a command that does more than read.
    pub fn redirect(&mut self, folder: &Path) -> Option<PathBuf> {
        self.save().into_iter().for_each(|save| *save = None);
        let output = match self {
            Command::Find(find) => &mut find.output,
            Command::Compare(compare) => &mut compare.output,
            Command::Spread(spread) => &mut spread.output,
            Command::Show(show) => &mut show.output,
            Command::Collocates(collocates) => &mut collocates.output,
            Command::Words(words) => &mut words.output,
            Command::Ngrams(ngrams) => &mut ngrams.output,
            Command::Keywords(keywords) => &mut keywords.output,
            Command::Papers(papers) => &mut papers.output,
            Command::Layers(list) => &mut list.output,
            Command::Export(export) => return export.redirect(folder),
            Command::Facets(facets) => &mut facets.list.output,
            Command::Themes(themes) => &mut themes.output,
            Command::Saved(saved) if saved.only_lists() => &mut saved.output,
            // Measures hang on no papers: there is nothing that could have changed. No time is the same twice.
            Command::Bench(_)
            | Command::ReadPdf
            | Command::Index(_)
            | Command::Saved(_)
            | Command::Rerun(_)
            | Command::Measures(_)
            | Command::Check => {
                return None;
            }
        };
        // The name's ending may tell the form.
        let name = output.output.as_deref().and_then(Path::file_name).unwrap_or(OsStr::new("result.tsv"));
        let file = folder.join(name);
        output.output = Some(file.clone());
        Some(file)
    }
}
