//! reStructuredText, AsciiDoc and LaTeX: their text without their markup.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::path::Path;

use kwic::model::{Block, BlockKind};
use kwic::papers::{Evidence, Reading, ReadingOptions, read_papers};
use unicode_segmentation::UnicodeSegmentation;

mod common;
use common::{aligned, shown};

fn read(file: &str, text: &str) -> Reading {
    let (_, mut readings) =
        read_papers(Path::new(file), text.as_bytes(), &Evidence::default(), &ReadingOptions::default()).unwrap();
    assert_eq!(readings.len(), 1);
    readings.remove(0).unwrap()
}

fn blocks(file: &str, text: &str) -> Vec<String> {
    read(file, text).blocks.iter().map(shown).collect()
}

const RST: &str = "\
====
Arms
====

:Author: Anna Orlova
:Date: 1996-05-31

.. A comment
   of two lines.

Talks on *arms* and **control** [#first]_ went\\ on; see `the
treaty <https://example.org>`_, :term:`parity` and ``x_y``. The |NPT| is
kept [Stone1996]_, see :ref:`later`.

.. |NPT| replace:: Non-Proliferation Treaty

.. [#first] A note in
   two lines.

* one item
  that goes on
* another

term
    What it means.

An example::

    kept  as
      it stands

.. note:: Of note.

.. figure:: map.png
   :alt: A map

   The caption.

.. include:: secret.txt

.. _later:

Later
-----

+------+-------+
| Year | Count |
+======+=======+
| 1996 | 12    |
+------+-------+

====  =====
Side  Heads
====  =====
US    1
====  =====
";

#[test]
fn restructuredtext() {
    let reading = read("memo.rst", RST);
    let expected = [
        "h1 2: Arms",
        "p 11: Talks on arms and control wenton; see the treaty, parity and x_y. The Non-Proliferation Treaty is kept [Stone1996], see Later.",
        "item 20: one item that goes on",
        "item 22: another",
        "item 24: term",
        "item 25: What it means.",
        "p 27: An example:",
        "lines 29: kept  as\n  it stands",
        "p 32: Of note.",
        "p 35: A map",
        "p 37: The caption.",
        "note 17: A note in two lines.",
        "h2 43: Later",
        "row 47: Year",
        "cell 47: Count",
        "row 49: 1996",
        "cell 49: 12",
        "row 53: Side",
        "cell 53: Heads",
        "row 55: US",
        "cell 55: 1",
    ];
    assert_eq!(reading.blocks.iter().map(shown).collect::<Vec<_>>(), expected);
    assert_eq!((reading.metadata.year, reading.metadata.authors), (Some(1996), vec!["Anna Orlova".to_string()]));
    assert_eq!(reading.warnings, ["files that it asks for are not read: `secret.txt`"]);
}

const ADOC: &str = "\
= Arms and Talks
Anna B. Orlova <anna@example.org>; Ben Stone
v1.0, 1996-05-31
:keywords: arms, talks
:treaty: Non-Proliferation Treaty

// A comment
Talks on *arms* and __control__footnote:[A *note* here.] went on;
see https://example.org[the treaty] and the {treaty}, <<later>>.

* one item
that goes on
* another

NOTE: Of note.

----
kept  as
  it stands
----

include::secret.txt[]

[#later]
== Later

.Counts
|===
|Year |Count

|1996 |12
|===
";

#[test]
fn asciidoc() {
    let reading = read("memo.adoc", ADOC);
    let expected = [
        "h1 1: Arms and Talks",
        "p 8: Talks on arms and control went on; see the treaty and the Non-Proliferation Treaty, Later.",
        "item 11: one item that goes on",
        "item 13: another",
        "p 15: Of note.",
        "lines 18: kept  as\n  it stands",
        "note 8: A note here.",
        "h2 25: Later",
        "p 27: Counts",
        "row 29: Year",
        "cell 29: Count",
        "row 31: 1996",
        "cell 31: 12",
    ];
    assert_eq!(reading.blocks.iter().map(shown).collect::<Vec<_>>(), expected);
    let metadata = reading.metadata;
    assert_eq!((metadata.title.as_deref(), metadata.year), (Some("Arms and Talks"), Some(1996)));
    assert_eq!(metadata.authors, ["Anna B. Orlova", "Ben Stone"]);
    assert_eq!(metadata.fields["keywords"], "arms, talks");
    assert_eq!(reading.warnings, ["files that it asks for are not read: `secret.txt`"]);
}

const LATEX: &str = r#"\documentclass{article}
\newcommand{\NPT}{Non-Proliferation Treaty}
\title{On \emph{Arms}\thanks{For the institute.}}
\author{Anna Orlova\\Moscow \and Beno\^{\i}t St\"one}
\date{31 May 1996}
\begin{document}
\maketitle
\begin{abstract}In short.\end{abstract}
\section{Talks \& more}\label{sec:talks}
Talks~on ``arms''\footnote{A \textbf{note}.} --- 30\,\% of % not this
them, $n=20$, the \NPT{} \cite{stone} \unknown{went} on.

\begin{itemize}
\item one item
  that goes on
\item another
\end{itemize}
\begin{verbatim}
kept  as
  it stands
\end{verbatim}
\begin{tabular}{ll}
\hline
Year & Count \\
1996 & 12 \\
\end{tabular}
\input{secret}
\end{document}
not this"#;

#[test]
fn latex() {
    let reading = read("memo.tex", LATEX);
    let expected = [
        "h1 7: On Arms",
        "note 7: For the institute.",
        "h4 8: Abstract",
        "p 8: In short.",
        "h4 9: Talks & more",
        "p 10: Talks on “arms” — 30 % of them, n=20, the Non-Proliferation Treaty [stone] went on.",
        "item 14: one item that goes on",
        "item 16: another",
        "lines 19: kept  as\n  it stands",
        "row 24: Year",
        "cell 24: Count",
        "row 25: 1996",
        "cell 25: 12",
        "note 10: A note.",
    ];
    assert_eq!(reading.blocks.iter().map(shown).collect::<Vec<_>>(), expected);
    let metadata = reading.metadata;
    assert_eq!((metadata.title.as_deref(), metadata.year), (Some("On Arms"), Some(1996)));
    assert_eq!(metadata.authors, ["Anna Orlova", "Benoît Stöne"]);
    assert_eq!(reading.warnings, ["files that it asks for are not read: `secret`"]);
}

#[test]
fn a_note_between_sections_is_of_the_one_before() {
    let rst = "One\n---\n\nArms [#]_.\n\n.. [#] A note.\n\nTwo\n---\n\nTalks.\n";
    let latex = "\\section{One}\nArms.\n\n\\footnotetext{A note.}\n\n\\section{Two}\nTalks.\n";
    for (file, text) in [("memo.rst", rst), ("memo.tex", latex)] {
        let texts: Vec<String> = read(file, text).blocks.into_iter().map(|block| block.text).collect();
        assert_eq!(texts, ["One", "Arms.", "A note.", "Two", "Talks."], "{file}");
    }
}

#[test]
fn hostile_markup_is_read_as_text() {
    // What makes a text of beginnings without ends slow makes these tests slow.
    let many = 20_000;
    let beginnings = [
        "\\",
        "{",
        "}",
        "$",
        "\\footnote{",
        "\\begin{verbatim}",
        "\\section{",
        "\\x[",
        "*a ",
        "`a ",
        ":a",
        "|a ",
        "[a",
        "_",
        "- ",
        "\n.. ",
        "\n> ",
        "== ==\n",
        "+--+\n",
        "footnote:[",
        "<<a",
        "((",
        "{a",
        "https://a[",
        "----\n",
        "|===\n",
        "\n ",
        "\\def\\a{\\a\\a}\\a ",
    ];
    for beginning in beginnings {
        for file in ["memo.rst", "memo.adoc", "memo.tex"] {
            read(file, &beginning.repeat(many / beginning.len()));
        }
    }
    for file in ["memo.rst", "memo.adoc"] {
        let deep: String = (0..1000).map(|depth| format!("{}* arms\n\n", " ".repeat(2 * depth))).collect();
        assert_eq!(blocks(file, &deep).iter().map(|block| block.matches("arms").count()).sum::<usize>(), 1000);
    }
}

/// A paper of the real texts.
fn real(file: &str) -> Reading {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/formats").join(file);
    read(file, &std::fs::read_to_string(path).unwrap())
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn a_chapter_is_the_same_as_on_the_web() {
    let words = |blocks: &[Block]| -> Vec<String> {
        blocks.iter().flat_map(|block| block.text.unicode_words().map(str::to_string).collect::<Vec<_>>()).collect()
    };
    for name in ["archive", "opersys"] {
        let rst = real(&format!("rst/debian-policy-ch-{name}.rst"));
        let html = real(&format!("html/debian-policy-ch-{name}.html"));
        let (of_rst, of_html) = (words(&rst.blocks), words(&html.blocks));
        let same = aligned(&of_rst, &of_html) as f64;
        // The web page numbers its headings, and shows the titles of other chapters where the source has their labels.
        let shares = [same / of_rst.len() as f64, same / of_html.len() as f64];
        assert!(shares[0] > 0.99 && shares[1] > 0.975, "{name}: {same} words, {shares:?}");
        let headings = |reading: &Reading| -> Vec<String> {
            let headings = reading.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading { .. }));
            headings
                .map(|block| {
                    block.text.trim_start_matches(|c: char| c.is_ascii_digit() || ". ".contains(c)).to_string()
                })
                .collect()
        };
        assert_eq!(headings(&rst), headings(&html));
        // As many notes, and in the same order among the text.
        let notes = |reading: &Reading| reading.blocks.iter().filter(|block| block.kind == BlockKind::Note).count();
        assert_eq!(notes(&rst), notes(&html));
        assert_eq!(rst.warnings, Vec::<String>::new());
    }
}
