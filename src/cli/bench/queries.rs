//! Queries over an index, cold and warm.

use std::path::{Path, PathBuf};

use kwic::bench::{Answered, Question, Record, STANDARD, ask, mixed, read_questions};
use kwic::index::{OpenIndex, hash};
use kwic::{Error, Result};

use super::super::options::Cli;
use super::builds::{Runs, grid, papers};
use super::place::Place;
use super::{BenchOptions, child, failed};

/// Measures the queries of a file, over an index of the papers that are named, or over the one that is there.
pub fn measure(cli: &Cli, options: &BenchOptions, file: &Path, place: &Place, record: &mut Record) -> Result<()> {
    let questions = questions(file)?;
    let folder = index(cli, options, place)?;
    let index = OpenIndex::open(&folder)?;
    let papers = index.manifest().papers.iter().map(|paper| format!("{}\t{}\n", paper.id, paper.hash));
    record.text = Some(hash(papers.collect::<String>().as_bytes()));
    let progress = Runs::new(questions.len() * (1 + usize::from(options.warm_up + options.runs)));
    let mut answers: Vec<Answered> = Vec::new();
    for question in &questions {
        progress.begin(answers.len(), &format!("warm: {}", question.query));
        answers.push(ask(&index, question, usize::from(options.runs))?);
    }
    let order = mixed(questions.len(), usize::from(options.warm_up + options.runs), options.seed);
    let warm_up = questions.len() * usize::from(options.warm_up);
    for (number, at) in order.into_iter().enumerate() {
        let Some(answer) = answers.get_mut(at) else { continue };
        progress.begin(questions.len() + number, &format!("cold: {}", answer.question.query));
        let seconds = child::cold(&answer.question, &folder, answer.hits)?;
        if number >= warm_up {
            answer.cold.push(seconds);
        }
    }
    progress.end();
    record.queries = answers;
    Ok(())
}

fn questions(file: &Path) -> Result<Vec<Question>> {
    if file == Path::new("standard") {
        return read_questions(STANDARD, "standard");
    }
    let text = std::fs::read_to_string(file).map_err(|e| Error::file(file, e))?;
    read_questions(&text, &file.display().to_string())
}

/// The folder of the index to ask: built first where papers are named.
fn index(cli: &Cli, options: &BenchOptions, place: &Place) -> Result<PathBuf> {
    if options.papers.is_empty() && options.generate.is_none() {
        return Ok(cli.index.clone());
    }
    let folder = place.folder().join("index");
    let setting = grid(options).settings().first().copied().ok_or_else(|| failed("the grid", "it is empty"))?;
    child::build(setting, &papers(options, place)?, &folder)?;
    Ok(folder)
}
