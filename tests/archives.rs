//! Archives, walked as folders: what is in them is found, what is hostile in them costs itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use kwic::index::{OpenIndex, Summary, staleness};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

mod common;
use common::{build_quietly, index_of, options, write_papers};

type Members<'a> = &'a [(&'a str, &'a str)];

fn zip(members: Members) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Names are put into the headers as they are: the crate would not write `../x`.
fn tar_of(members: &[(&str, tar::EntryType, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, kind, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_entry_type(*kind);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn tar(members: Members) -> Vec<u8> {
    tar_of(&members.iter().map(|(name, text)| (*name, tar::EntryType::Regular, text.as_bytes())).collect::<Vec<_>>())
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    files.iter().for_each(|(name, bytes)| fs::write(place.path().join(name), bytes).unwrap());
    place
}

fn failures(summary: &Summary) -> Vec<String> {
    summary.failures.iter().map(|failure| format!("{}: {}", failure.file, failure.what)).collect()
}

fn ids(index: &OpenIndex) -> Vec<&str> {
    index.manifest().papers.iter().map(|paper| paper.id.as_str()).collect()
}

const PAPERS: Members = &[
    ("memo.txt", "Arms control is what this memo is about.\n"),
    ("1994/trade.md", "---\nauthor: B. Stone\n---\n# Trade\n\nTariffs, and trade in arms.\n"),
    ("1994/metadata.csv", "file,year,series\ntrade.md,1994,Policy Memo\n"),
    ("1994/speeches.csv", "id,text\na,Arms and trade.\nb,Trade and arms.\n"),
    ("__MACOSX/._memo.txt", "no paper"),
    (".hidden/memo.txt", "no paper"),
    ("photo.jpg", "no paper"),
];

#[test]
fn an_archive_is_read_as_the_folder_that_it_would_unpack_to() {
    let folder = write_papers(&PAPERS.iter().map(|(f, t)| (*f, *t)).collect::<Vec<_>>());
    let wanted = index_of(folder.path());
    for (name, bytes) in [
        ("papers.zip", zip(PAPERS)),
        ("papers.tar", tar(PAPERS)),
        ("papers.tar.gz", gz(&tar(PAPERS))),
        ("Papers.TGZ", gz(&tar(PAPERS))),
    ] {
        let place = folder_with(&[(name, &bytes)]);
        let found = index_of(place.path());
        let of = |index: &OpenIndex, under: &str| -> Vec<_> {
            let papers = index.manifest().papers.iter().filter(|paper| !paper.id.contains("MACOSX"));
            papers
                .map(|p| (format!("{under}{}", p.id), format!("{under}{}", p.file), p.metadata.clone(), p.hash.clone()))
                .collect()
        };
        assert_eq!(of(found.open(), ""), of(wanted.open(), &format!("{name}/")), "{name}");
        assert_eq!(found.texts(), wanted.texts(), "{name}");
        assert_eq!(found.open().manifest().paper(&format!("{name}/1994/trade")).unwrap().1.metadata.year, Some(1994));
        assert!(staleness(found.open().manifest()).unwrap().is_current());
    }
}

#[test]
fn a_theme_dictionary_in_an_archive_is_said_not_to_be_used() {
    let members: Members =
        &[("memo.txt", "Arms control."), ("themes.toml", "[[theme]]\npath = 'arms'\nterms = ['arms']\n")];
    let (place, index) = (folder_with(&[("papers.zip", &zip(members))]), tempfile::tempdir().unwrap());
    let summary = build_quietly(&options(place.path(), index.path()));
    let said: Vec<String> =
        summary.warnings.iter().map(|warning| format!("{}: {}", warning.file, warning.what)).collect();
    let unused = "papers.zip/themes.toml: a theme dictionary in an archive is not used: unpack it beside the archive, or name it with --themes";
    assert_eq!((said, summary.passed_over.len()), (vec![unused.to_string()], 0));
    assert_eq!(OpenIndex::open(index.path()).unwrap().manifest().themes, "");
}

#[test]
fn a_compressed_file_is_the_file_that_is_in_it() {
    let text = "Arms control.";
    let archive = tar_of(&[("trade.txt.gz", tar::EntryType::Regular, &gz(b"Trade and tariffs."))]);
    let table = gz(b"file,year\nmemo.txt.gz,1996\n");
    let place = folder_with(&[("memo.txt.gz", &gz(text.as_bytes())), ("a.tar", &archive), ("metadata.csv.gz", &table)]);
    let index = index_of(place.path());
    assert_eq!(ids(index.open()), ["a.tar/trade", "memo"]);
    let memo = index.open().manifest().paper("memo").unwrap().1;
    assert_eq!((memo.file.as_str(), memo.metadata.year, memo.reader.as_str()), ("memo.txt.gz", Some(1996), "text"));
    assert_eq!((index.count("control"), index.count("tariffs")), (1, 1));
}

#[test]
fn only_what_has_changed_in_an_archive_is_read_again() {
    for name in ["papers.zip", "papers.tar", "papers.tgz"] {
        let pack = |members: Members| match name {
            "papers.zip" => zip(members),
            "papers.tar" => tar(members),
            _ => gz(&tar(members)),
        };
        let (papers, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let build = |members: Members| {
            fs::write(papers.path().join(name), pack(members)).unwrap();
            let stale = OpenIndex::open(place.path()).ok().map(|index| staleness(index.manifest()).unwrap());
            let summary = build_quietly(&options(papers.path(), place.path()));
            assert!(staleness(OpenIndex::open(place.path()).unwrap().manifest()).unwrap().is_current());
            (stale.map(|stale| (stale.added, stale.changed, stale.removed)), summary.read, summary.removed)
        };
        assert_eq!(build(&[("a.txt", "Arms."), ("b.txt", "Control.")]), (None, 2, 0), "{name}");
        assert_eq!(build(&[("a.txt", "Arms."), ("b.txt", "Control.")]), (Some((0, 1, 0)), 0, 0), "{name}");
        assert_eq!(build(&[("c.txt", "New."), ("b.txt", "Control!"), ("a.txt", "Arms.")]).1, 2, "{name}");
        assert_eq!(build(&[("c.txt", "New."), ("b.txt", "Control!")]), (Some((0, 1, 0)), 0, 1), "{name}");
        fs::remove_file(papers.path().join(name)).unwrap();
        fs::write(papers.path().join("d.txt"), "Other.").unwrap();
        let stale = staleness(OpenIndex::open(place.path()).unwrap().manifest()).unwrap();
        assert_eq!((stale.added, stale.changed, stale.removed), (1, 0, 2), "{name}");
        assert_eq!(build_quietly(&options(papers.path(), place.path())).removed, 2, "{name}");
    }
}

#[test]
fn names_that_lead_out_of_an_archive_are_said_and_lead_nowhere() {
    let members: Members = &[
        ("../out.txt", "Out."),
        ("/tmp/kwic-out.txt", "Out."),
        ("C:\\out.txt", "Out."),
        ("a/../../out.txt", "Out."),
        ("folder\\./in.txt", "In."),
        ("./also.txt", "In."),
    ];
    for (name, bytes) in [("a.zip", zip(members)), ("a.tar", tar(members)), ("a.tgz", gz(&tar(members)))] {
        let place = folder_with(&[(name, &bytes)]);
        let (papers, index) = (place.path().join(name), tempfile::tempdir().unwrap());
        let summary = build_quietly(&options(&papers, index.path()));
        let out = "its name leads out of the archive (`..`)";
        let machine = "its name is a place on a machine, and none in the archive";
        let mut wanted = vec![
            format!("{name}/../out.txt: {out}"),
            format!("{name}//tmp/kwic-out.txt: {machine}"),
            format!("{name}/C:\\out.txt: {machine}"),
            format!("{name}/a/../../out.txt: {out}"),
        ];
        wanted.sort();
        let mut said = failures(&summary);
        said.sort();
        assert_eq!(said, wanted);
        assert_eq!(ids(&OpenIndex::open(index.path()).unwrap()), [format!("{name}/also"), format!("{name}/folder/in")]);
        assert!(!place.path().join("out.txt").exists() && !Path::new("/tmp/kwic-out.txt").exists());
    }
}

#[test]
fn an_archive_in_an_archive_a_link_and_a_device_are_not_opened() {
    let members: &[(&str, tar::EntryType, &[u8])] = &[
        ("memo.txt", tar::EntryType::Regular, b"Arms."),
        ("inner.zip", tar::EntryType::Regular, b"PK"),
        ("link.txt", tar::EntryType::Symlink, b""),
        ("tty.txt", tar::EntryType::Char, b""),
    ];
    let whole = tar_of(members);
    let place = folder_with(&[("a.tar", &whole)]);
    let index = tempfile::tempdir().unwrap();
    let summary = build_quietly(&options(place.path(), index.path()));
    assert_eq!(
        failures(&summary),
        ["a.tar/inner.zip: an archive in an archive is not opened; unpack it", "a.tar/tty.txt: it is no regular file"]
    );
    assert_eq!(summary.passed_over.get("symbolic link"), Some(&1));
    assert_eq!(summary.papers, 1);
}

#[test]
fn bombs_are_refused_and_cost_no_other_file() {
    let nothing = vec![b' '; 5_000_000];
    let spaces = std::str::from_utf8(&nothing).unwrap();
    let bomb = zip(&[("bomb.txt", spaces), ("memo.txt", "Trade.")]);
    // The same, but the archive's directory says that it unpacks to ten bytes.
    let mut liar = bomb.clone();
    let entry = memchr::memmem::find(&liar, b"PK\x01\x02").unwrap();
    liar[entry + 24..entry + 28].copy_from_slice(&10u32.to_le_bytes());
    let tgz = gz(&tar(&[("memo.txt", "Trade."), ("bomb.txt", spaces)]));
    let place = folder_with(&[
        ("bomb.zip", &bomb),
        ("liar.zip", &liar),
        ("bomb.tgz", &tgz),
        ("bomb.txt.gz", &gz(&nothing)),
        ("name.tgz", &gz(&tar_of(&[("././@LongLink", tar::EntryType::GNULongName, &nothing[..2_000_000])]))),
        ("memo.txt", b"Arms."),
    ]);
    let index = tempfile::tempdir().unwrap();
    let summary = build_quietly(&options(place.path(), index.path()));
    let said = failures(&summary);
    let refused =
        "unpacks to more than 4 MB, which is refused: this may be a bomb; unpack it with another program if it is none";
    assert_eq!(said.len(), 5, "{said:#?}");
    assert_eq!(said[0], format!("bomb.tgz: it {refused}"));
    assert_eq!((&said[1], &said[2]), (&format!("bomb.txt.gz: it {refused}"), &format!("bomb.zip: it {refused}")));
    assert_eq!(said[4], "name.tgz: it is damaged, or not whole: a member's header has no end");
    assert!(said[3].starts_with("liar.zip/bomb.txt: it cannot be unpacked: "), "{}", said[3]);
    assert_eq!(ids(&OpenIndex::open(index.path()).unwrap()), ["liar.zip/memo", "memo"]);
}

#[test]
fn what_is_damaged_or_encrypted_is_said_and_what_stands_before_the_damage_is_taken() {
    let members: Vec<(String, String)> =
        (0..40).map(|n| (format!("memo-{n}.txt"), format!("Memo {n}. {}", "Arms control. ".repeat(n)))).collect();
    let members: Vec<(&str, &str)> = members.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (zipped, packed) = (zip(&members), gz(&tar(&members)));
    let mut secret = zip(&[("memo.txt", "Arms."), ("open.txt", "Trade.")]);
    for (sign, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = memchr::memmem::find(&secret, sign).unwrap();
        secret[at + flags] |= 1;
    }
    let place = folder_with(&[
        ("half.zip", &zipped[..zipped.len() / 2]),
        ("half.tgz", &packed[..packed.len() * 3 / 4]),
        ("secret.zip", &secret),
        ("none.zip", b""),
    ]);
    let index = tempfile::tempdir().unwrap();
    let summary = build_quietly(&options(place.path(), index.path()));
    let said = failures(&summary);
    let begins = |with: &str| assert!(said.iter().any(|said| said.starts_with(with)), "{with}: {said:#?}");
    begins("half.tgz: it is damaged, or not whole: ");
    begins("half.zip: it is no sound zip archive");
    begins("none.zip: it is no sound zip archive");
    begins(
        "secret.zip/memo.txt: it cannot be unpacked: it is encrypted, and kwic knows no passwords; save it without one",
    );
    assert!(said.iter().filter(|said| said.starts_with("half.tgz/")).count() < 2, "{said:#?}");
    let opened = OpenIndex::open(index.path()).unwrap();
    assert!(ids(&opened).contains(&"half.tgz/memo-0") && ids(&opened).contains(&"secret.zip/open"));
}
