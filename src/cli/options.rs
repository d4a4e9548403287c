//! The command line, and the options that several commands share.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, ValueEnum};

use kwic::concordance::{Context, Distinct};
use kwic::index::OpenIndex;
use kwic::papers::TeiChoice;
use kwic::query::Strategy;
use kwic::report::{CiteStyle, Format};
use kwic::search::{Chosen, InSaved, SavedName, Selection, YearRange};

use super::command::Command;
use super::listing::ListingOptions;
use super::say;
use super::values::{field_and_value, memory};

/// Full-text search and concordances for policy papers.
#[derive(Parser)]
#[command(
    name = "kwic",
    version,
    about,
    max_term_width = 100,
    after_help = "\
Begin with:
  kwic find \"arms control\"        builds the index of corpus/ if there is none
  kwic index ~/papers             builds an index of your own papers
  kwic find --help                the query syntax, with examples

Exit status: 0 with hits, 1 with none, 2 on any error."
)]
pub struct Cli {
    /// The index's folder
    #[arg(long, global = true, default_value = "index", value_name = "DIR")]
    pub index: PathBuf,

    #[command(subcommand)]
    pub command: Command,

    /// The words that this was read from, without the program's name: they are part of what makes an answer.
    #[arg(skip)]
    pub words: Vec<String>,
}

impl Cli {
    /// Reads the command line's words, the program's name not among them.
    pub fn read(words: Vec<OsString>) -> Result<Self, clap::Error> {
        let program = OsString::from("kwic");
        let mut cli = Cli::try_parse_from([program].iter().chain(&words))?;
        cli.words = words.into_iter().map(|word| word.to_string_lossy().into_owned()).collect();
        Ok(cli)
    }

    /// Whether the words name the index's folder.
    pub fn names_index(&self) -> bool {
        self.words.iter().any(|word| word == "--index" || word.starts_with("--index="))
    }
}

#[derive(Args)]
#[command(mut_group("ListingOptions", |group| group.requires("dry_run")))]
#[command(mut_group("OutputOptions", |group| group.requires("dry_run")))]
#[command(after_help = "\
Examples:
  kwic index                      brings the index up to date (the first time: of corpus/)
  kwic index ~/papers ~/memos     papers of two folders
  kwic index --themes my.toml     with a theme dictionary of your own
  kwic index --index /tmp/try ~/papers
  kwic index speeches.csv --text-column speech --id-column number
  kwic index ~/papers --dry-run   shows how each paper would be read, and writes no index
  kwic index ~/papers --dry-run --output papers.xlsx
  kwic index ~/briefe --language de

Read are plain text (.txt), Markdown (.md), PDF, Word (.docx, .docm), OpenDocument (.odt, .ott, .fodt), RTF, e-books (.epub), web pages
(.html, .xhtml), TEI (.xml, .tei), reStructuredText (.rst), AsciiDoc (.adoc), LaTeX (.tex), CoNLL-U (.conllu), vertical text (.vrt),
and tables with a paper in each row (.csv, .tsv, .jsonl, .json, .parquet). Other files are passed over and counted.
A PDF that is locked or without a text layer is named, the others are read.

Metadata come from front matter (YAML between --- or TOML between +++), of web pages from their
head, of word processors' papers, e-books and PDFs from their properties, from metadata.csv, .tsv, .xlsx or .jsonl beside
the papers (a column `file`), from bibliographies beside them (.bib, .ris, .csl.json, matched by file name or title), and
a year from the file's name. Archives (.zip, .tar, .tar.gz, .gz) are walked as folders. See docs/formats.md.")]
pub struct IndexOptions {
    /// Folders or files of papers; without any: those of the index, else corpus/
    #[arg(value_name = "PAPERS")]
    pub papers: Vec<PathBuf>,
    /// The theme dictionary; without it: themes.toml in the folder of papers
    #[arg(long, value_name = "FILE")]
    pub themes: Option<PathBuf>,
    /// Names of the columns of vertical text (.vrt), as in word,pos,lemma; without it: those that a file names in a first
    /// comment `<!-- #vrt columns: word pos lemma -->`, else guessed
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub vrt_columns: Vec<String>,
    /// The language of papers that do not say theirs, as a code (en, ru, zh), remembered for later; without it (or with
    /// ""): found from their text where that is sure
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,
    /// The part of web pages that is the paper, as a CSS selector (main, #content, div.text); without it: what the page
    /// calls its main part or article, else all that does not look like navigation
    #[arg(long, value_name = "SELECTOR")]
    pub html_root: Option<String>,
    /// Which of the two forms that a `choice` of TEI holds is text, remembered for later [default: regularised]
    #[arg(long, value_name = "FORM")]
    pub tei_choice: Option<Form>,
    /// The column that holds the papers' texts in tables with a paper in each row (.csv, .tsv, .jsonl, .json, .parquet), remembered
    /// for later; without it (or with ""): the one named text, body, content or speech, or with by far the most words
    #[arg(long, value_name = "NAME")]
    pub text_column: Option<String>,
    /// The column that names the papers of such tables, remembered; without it: the one named id or file, else the number
    /// of the row. The other columns are metadata
    #[arg(long, value_name = "NAME")]
    pub id_column: Option<String>,
    /// How many threads read, and as many write [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub threads: Option<u16>,
    /// Memory that the build may take, roughly
    #[arg(long, value_name = "SIZE", default_value = "512MB", value_parser = memory)]
    pub memory: usize,
    /// Read every paper again
    #[arg(long)]
    pub fresh: bool,
    /// Read the papers, show what would be known of each (reader, encoding, metadata, sizes, notes), and write no index
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub listing: ListingOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// The two forms that a `choice` of TEI holds.
#[derive(Clone, Copy, ValueEnum)]
pub enum Form {
    /// What the source has: sic, orig, abbr
    Original,
    /// What editors have made of it: corr, reg, expan
    Regularised,
}

impl From<Form> for TeiChoice {
    fn from(form: Form) -> Self {
        match form {
            Form::Original => TeiChoice::Original,
            Form::Regularised => TeiChoice::Regularised,
        }
    }
}

/// The heading of the options that choose lines.
const LINES: &str = "Lines and counts";

#[derive(Args)]
#[command(after_help = "\
Query syntax (case and accents make no difference):
  arms control               the phrase
  russia*  *ization  wom?n   wildcards inside a word
  (nato|osce) expansion      alternatives
  arms _ treaty              a gap of one word; _{0,3} of none to three
  nato NEAR/5 russia         either order, at most five words between
  =US                        exactly as written
  ~negotiate                 every form with the same stem
  \"near\"                     quotes only group: nothing in them is an operator

Examples:
  kwic find \"arms control\" --year 1990..1999 --sort R1,R2
  kwic find \"nato NEAR/5 russia\" --theme security --context sentence
  kwic find --cql '[lc=\"arms\"] []{0,2} \"control|talks\" within s' --match longest
  kwic find nato --by year
  kwic find \"~negotiate\" --sample 20 --seed 7
  kwic find \"=US\" --output us.xlsx
  kwic find \"arms control\" --cite bibtex --output arms.bib")]
pub struct FindOptions {
    #[command(flatten)]
    pub query: QueryOptions,
    #[command(flatten)]
    pub selection: SelectionOptions,
    /// Show how the query is run instead of its hits: what is looked up, what is scanned
    #[arg(long, help_heading = LINES)]
    pub explain: bool,
    /// Words on each side, or `sentence`, `paragraph`, `section` [default: as fits the screen, else 10]
    #[arg(long, value_name = "N", help_heading = LINES)]
    pub context: Option<Context>,
    /// Sort keys: R1 L1 … node (or R1.word, R1.stem, R1.lemma) paper year position random, with - before one
    /// for descending; with --by, its columns
    #[arg(long, value_name = "KEYS", allow_hyphen_values = true, help_heading = LINES)]
    pub sort: Option<String>,
    /// Count instead of showing lines, by one or two of: paper section theme year decade, a
    /// metadata field, node R1 L1 …
    #[arg(long, value_name = "DIMENSIONS", conflicts_with_all = ["context", "sample", "distinct", "cite"], help_heading = LINES)]
    pub by: Vec<String>,
    /// With --by: leave out groups with fewer hits; 0 shows places without a hit too
    #[arg(long, value_name = "N", default_value_t = 1, requires = "by", help_heading = LINES)]
    pub min_count: u64,
    /// One hit a paper, or equal lines once: paper or line
    #[arg(long, value_name = "WHAT", help_heading = LINES)]
    pub distinct: Option<Distinct>,
    /// Show at most so many lines [default on a terminal: 50]
    #[arg(long, value_name = "N", conflicts_with = "all", help_heading = LINES)]
    pub limit: Option<usize>,
    /// Pass over so many lines first
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = LINES)]
    pub offset: usize,
    /// Show all lines
    #[arg(long, help_heading = LINES)]
    pub all: bool,
    /// Draw a sample of so many hits
    #[arg(long, value_name = "N", help_heading = LINES)]
    pub sample: Option<usize>,
    /// The seed of samples and of the order `random`
    #[arg(long, value_name = "S", default_value_t = 1, help_heading = LINES)]
    pub seed: u64,
    /// Citations of the lines shown instead of them: text, bibtex or csl-json
    #[arg(long, value_name = "STYLE", conflicts_with = "format", help_heading = LINES)]
    pub cite: Option<CiteStyle>,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What is asked, and how.
#[derive(Args)]
pub struct QueryOptions {
    /// What to look for
    #[arg(value_name = "QUERY", required = true, allow_hyphen_values = false)]
    pub query: Vec<String>,
    /// Read QUERY as CQL, as CQP, Sketch Engine and BlackLab do
    #[arg(long)]
    pub cql: bool,
    /// Make plain words case-sensitive
    #[arg(long, conflicts_with = "cql")]
    pub case: bool,
    /// Which matches are hits: standard, shortest, longest, traditional or all [default: standard]
    #[arg(long = "match", value_name = "STRATEGY")]
    pub matching: Option<Strategy>,
    /// Stop after so many seconds; 0: never
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    pub timeout: u64,
    /// Save the hits, shown or not, beside the index: see `kwic saved` and --in
    #[arg(long, value_name = "@NAME")]
    pub save: Option<SavedName>,
}

/// Which papers and sections to look at.
#[derive(Args)]
#[command(next_help_heading = "Selection (each may be given more than once)")]
pub struct SelectionOptions {
    /// Papers whose id or name fits
    #[arg(long, value_name = "GLOB")]
    paper: Vec<String>,
    /// Sections whose headings hold TEXT, or the path from the top, parts parted by /
    #[arg(long, value_name = "TEXT-OR-PATH")]
    section: Vec<String>,
    /// Sections of a theme or of those below it
    #[arg(long, value_name = "PATH")]
    theme: Vec<String>,
    /// Years: 1996, 1990..1999, 1990.., ..1999
    #[arg(long, value_name = "YEARS")]
    year: Vec<YearRange>,
    /// Papers whose metadata field has this value (globs allowed)
    #[arg(long = "where", value_name = "FIELD=VALUE", value_parser = field_and_value)]
    fields: Vec<(String, String)>,
    /// Sections in which a saved result has hits; with :paper behind the name, papers
    #[arg(long = "in", value_name = "@NAME")]
    saved: Vec<InSaved>,
}

impl SelectionOptions {
    /// The sections that are selected; says what is to be said of saved results.
    pub fn choose(&self, index: &OpenIndex) -> kwic::Result<Chosen> {
        let chosen = self.selection().choose(index)?;
        chosen.notes().iter().for_each(|note| say(&format!("note: {note}")));
        Ok(chosen)
    }

    fn selection(&self) -> Selection {
        Selection {
            papers: self.paper.clone(),
            sections: self.section.clone(),
            themes: self.theme.clone(),
            years: self.year.clone(),
            fields: self.fields.clone(),
            saved: self.saved.clone(),
        }
    }

    /// The selection as options, for what makes a result again.
    pub fn words(&self) -> Vec<String> {
        let year = |y: Option<i32>| y.map(|y| y.to_string()).unwrap_or_default();
        let named = |name: &str, values: &[String]| values.iter().map(|v| format!("--{name}={v}")).collect::<Vec<_>>();
        let years: Vec<String> = self.year.iter().map(|r| format!("{}..{}", year(r.first), year(r.last))).collect();
        let saved: Vec<String> = self.saved.iter().map(InSaved::to_string).collect();
        let fields: Vec<String> = self.fields.iter().map(|(f, v)| format!("{f}={v}")).collect();
        [
            named("paper", &self.paper),
            named("section", &self.section),
            named("theme", &self.theme),
            named("year", &years),
            named("where", &fields),
            named("in", &saved),
        ]
        .concat()
    }
}

/// Where the answer goes, and in which form.
#[derive(Args)]
#[command(next_help_heading = "Output")]
pub struct OutputOptions {
    /// table, text, csv, tsv, json, jsonl, html, markdown, xlsx, parquet; where there is a picture svg,
    /// where there is a network graphml
    /// [default: a table on a terminal, TSV elsewhere]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Write to a file; its ending tells the format. What made it is in it, or beside it
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Args)]
pub struct ListOptions {
    #[command(flatten)]
    pub selection: SelectionOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

#[derive(Args)]
pub struct FacetOptions {
    /// section, theme, year, decade or a metadata field; without it: all but sections
    #[arg(value_name = "FACET")]
    pub facet: Option<String>,
    #[command(flatten)]
    pub list: ListOptions,
}

#[derive(Args)]
pub struct ThemeOptions {
    /// Show which terms gave this paper its themes, section by section
    #[arg(long, value_name = "PAPER")]
    pub explain: Option<String>,
    #[command(flatten)]
    pub output: OutputOptions,
}
