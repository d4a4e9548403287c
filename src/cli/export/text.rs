//! `kwic export text`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use kwic::error::Kind;
use kwic::export::{FileNames, chosen_papers, reading_text, section_name};
use kwic::index::{OpenIndex, SectionInfo};
use kwic::{Error, Result};

use super::super::open_index::open_index;
use super::super::options::{Cli, SelectionOptions};
use super::super::output::{made, write_made};
use super::super::patience::patiently;
use super::super::whole_folder::WholeFolder;
use super::super::{Ended, Failure, say};
use super::place::{is_folder, say_written};

#[derive(Args)]
pub struct TextOptions {
    /// What each file holds
    #[arg(long, value_enum, default_value_t = Parts::Paper)]
    by: Parts,
    #[command(flatten)]
    selection: SelectionOptions,
    /// Write to this folder, which must be new or empty: its files are called as the papers are
    #[arg(long, value_name = "FOLDER", help_heading = "Output")]
    output: PathBuf,
}

/// What a file of plain text holds.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Parts {
    Paper,
    Section,
}

pub fn run(cli: &Cli, options: &TextOptions) -> std::result::Result<Ended, Failure> {
    let place = &options.output;
    if !is_folder(place) {
        let error = Error::new(Kind::Setting, format!("--output {}", place.display()), "texts go into a folder")
            .remedy("name one, with / behind it; `kwic show PAPER` writes one paper as text");
        return Err(error.into());
    }
    let index = open_index(cli)?;
    let papers = chosen_papers(&index, &options.selection.choose(&index)?)?;
    if papers.is_empty() {
        say("No paper is selected: nothing is written.");
        return Ok(Ended::NothingFound);
    }
    let folder = WholeFolder::new(place)?;
    let beside =
        write_made(&place.components().collect::<PathBuf>(), &made(cli, &index, None, options.selection.words(), 0))?;
    let mut names = FileNames::default();
    let written: Result<()> = patiently("writing the texts", || {
        for paper in &papers {
            let id = &paper.record.id;
            match options.by {
                Parts::Paper => write(&folder, &names.file(id, "txt"), &index, &paper.sections)?,
                Parts::Section => {
                    for section in &paper.sections {
                        let name = names.file(&format!("{id}/{}", section_name(&index, section)?), "txt");
                        write(&folder, &name, &index, std::slice::from_ref(section))?;
                    }
                }
            }
        }
        Ok(())
    });
    written?;
    folder.show()?;
    beside.show()?;
    say_written(&papers, "", place);
    Ok(Ended::Found)
}

fn write(folder: &WholeFolder, name: &Path, index: &OpenIndex, sections: &[SectionInfo]) -> Result<()> {
    folder.file(name, |out| out.write_all(reading_text(index, sections).as_bytes()))
}
