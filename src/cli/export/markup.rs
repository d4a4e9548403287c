//! `kwic export vrt`, `conllu` and `tei`.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use kwic::export::{ChosenPaper, Declared, FileNames, Markup, MarkupWriter, chosen_papers};
use kwic::report::Made;

use super::super::open_index::open_index;
use super::super::options::{Cli, SelectionOptions};
use super::super::output::{made, write_file, write_made, write_out};
use super::super::patience::patiently;
use super::super::whole_folder::WholeFolder;
use super::super::{Ended, Failure, say};
use super::place::{is_folder, say_written};

#[derive(Args)]
pub struct MarkupOptions {
    #[command(flatten)]
    pub selection: SelectionOptions,
    /// Write to a file, or to a folder (a name without an ending, or with / behind it) with a file for each paper; without
    /// it, to standard output. What made it is written beside it
    #[arg(long, value_name = "FILE|FOLDER", help_heading = "Output")]
    pub output: Option<PathBuf>,
}

pub fn run(cli: &Cli, options: &MarkupOptions, markup: Markup) -> Result<Ended, Failure> {
    let index = open_index(cli)?;
    let chosen = options.selection.choose(&index)?;
    let papers = chosen_papers(&index, &chosen)?;
    if papers.is_empty() {
        say("No paper is selected: nothing is written.");
        return Ok(Ended::NothingFound);
    }
    if markup == Markup::Conllu && papers.iter().any(|paper| paper.record.reader == "conllu") {
        say("note: the columns `head` and `deps` of CoNLL-U are not kept in an index: they are written as `_`.");
    }
    let writer = MarkupWriter::new(&index, markup, &papers);
    let made = made(cli, &index, None, options.selection.words(), 0);
    let declared = match &options.output {
        None => write_out(|out| writer.write(out, &papers))?,
        Some(folder) if is_folder(folder) => {
            patiently("writing the papers", || write_folder(&writer, markup, &papers, folder, &made))?
        }
        Some(file) => {
            if file.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case(markup.ending())) {
                say(&format!("note: to be indexed again, the file's name must end in .{}.", markup.ending()));
            }
            patiently("writing the papers", || write_file(file, &made, |out| writer.write(out, &papers)))?
        }
    };
    if let Some(place) = &options.output {
        say_written(&papers, "", place);
        declared.iter().for_each(|declared| say_how_to_encode(declared, place));
    }
    Ok(Ended::Found)
}

fn write_folder(
    writer: &MarkupWriter<'_>,
    markup: Markup,
    papers: &[ChosenPaper<'_>],
    place: &Path,
    made: &Made,
) -> Result<Option<Declared>, Failure> {
    let folder = WholeFolder::new(place)?;
    let (mut names, mut all) = (FileNames::default(), None);
    for paper in papers {
        let name = names.file(&paper.record.id, markup.ending());
        let write = |out: &mut dyn Write| writer.write(out, std::slice::from_ref(paper));
        if let Some(declared) = folder.file(&name, write)? {
            all.get_or_insert_with(Declared::default).add(&declared);
        }
    }
    let beside = write_made(&place.components().collect::<PathBuf>(), made)?;
    folder.show()?;
    beside.show()?;
    Ok(all)
}

fn say_how_to_encode(declared: &Declared, place: &Path) {
    let shown = quoted(&place.display().to_string());
    let (before, input) = match place.is_dir() {
        true => (format!("find {shown} -name '*.vrt' | sort | xargs -d '\\n' cat | "), String::new()),
        false => (String::new(), format!(" -f {shown}")),
    };
    let [encode, index] = declared.commands(&input);
    say("For the Corpus Workbench (DATA and REGISTRY are folders that you make; PAPERS is the corpus's name):");
    say(&format!("  {before}{encode}"));
    say(&format!("  {index}"));
}

/// A name as a POSIX shell takes it.
fn quoted(name: &str) -> String {
    match name.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c)) {
        true => name.to_string(),
        false => format!("'{}'", name.replace('\'', "'\\''")),
    }
}
