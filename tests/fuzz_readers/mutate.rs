//! Bytes made worse: seeds are cut, doubled, mixed, and given what readers stumble over.

use std::io::{Cursor, Read, Write};

use kwic::stats::SplitMix;

/// No input is larger.
pub const LARGEST: usize = 64_000;

/// What is put into a form's bytes here and there.
const STONES: &[&[u8]] = &[
    b"<",
    b">",
    b"</",
    b"/>",
    b"&",
    b"&#xD800;",
    b"&#0;",
    b"&bomb;",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<?",
    b"<!DOCTYPE a [",
    b"\"",
    b"'",
    b"`",
    b"```",
    b"\t",
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\x0c",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xfe\xff",
    b"\xed\xa0\x80",
    b"\xf0\x9f",
    b"\xe2\x80\xae",
    b"\xe2\x80\xa8",
    b"\xcc\x81",
    b"\xc2\xad",
    b"\xe2\x80\x8d",
    b"\xd8\xb9",
    b"\xe5\x92\x8c",
    b"\\",
    b"\\'",
    b"\\u-1?",
    b"\\uD800",
    b"\\bin99999 ",
    b"{",
    b"}",
    b"[",
    b"]",
    b"(",
    b")",
    b",",
    b";",
    b"%",
    b"#",
    b"-\n",
    b"- ",
    b"---\n",
    b"| a |\n",
    b"    ",
    b"=",
    b":",
    b" _ ",
    b"1-2\t",
    b"3.1\t",
    b"SpaceAfter=No",
    b"# newdoc\n",
    b"</s>\n",
    b"obj",
    b" R ",
    b"<<",
    b">>",
];

/// Numbers at ends.
const NUMBERS: &[&[u8]] = &[
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65535",
    b"65536",
    b"2147483647",
    b"2147483648",
    b"4294967295",
    b"-2147483649",
    b"9223372036854775807",
    b"18446744073709551615",
    b"18446744073709551616",
    b"1e308",
    b"1e-320",
    b"0.1",
];

/// A place, and one behind it or the same, in `length` bytes: near each other more often than not.
fn stretch(length: usize, draw: &mut SplitMix) -> (usize, usize) {
    let start = draw.below(length + 1);
    let most = [4, 40, 400, length][draw.below(4)].min(length - start);
    (start, start + draw.below(most + 1))
}

/// A stretch between two of the signs that part this form: whole elements, lines, cells, objects.
fn unit(bytes: &[u8], draw: &mut SplitMix) -> (usize, usize) {
    let sign = b"<\n,{ \\\t>}/"[draw.below(10)];
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == sign).collect();
    if places.len() < 2 {
        return stretch(bytes.len(), draw);
    }
    let first = draw.below(places.len());
    let last = (first + 1 + draw.below(6)).min(places.len() - 1);
    (places[first], places[last])
}

fn number(bytes: &[u8], draw: &mut SplitMix) -> Option<(usize, usize)> {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let starts: Vec<usize> = (0..bytes.len()).filter(|at| digit(*at) && (*at == 0 || !digit(at - 1))).collect();
    let start = *starts.get(draw.below(starts.len().max(1)))?;
    Some((start, (start..).find(|at| !digit(*at))?))
}

/// One change of `bytes`; `other` is another seed of the same form.
fn change(bytes: &mut Vec<u8>, other: &[u8], draw: &mut SplitMix) {
    let pick = |(start, end): (usize, usize), from: &[u8]| from[start..end].to_vec();
    match draw.below(12) {
        0 if !bytes.is_empty() => {
            let at = draw.below(bytes.len());
            bytes[at] ^= 1 << draw.below(8);
        }
        1 if !bytes.is_empty() => {
            let at = draw.below(bytes.len());
            bytes[at] = [0, 0xff, 0x80, b' ', b'0', draw.below(256) as u8][draw.below(6)];
        }
        2 => drop(bytes.drain(range(stretch(bytes.len(), draw)))),
        3 | 4 => drop(bytes.drain(range(unit(bytes, draw)))),
        5 | 6 => {
            let copy = pick(if draw.below(2) == 0 { unit(bytes, draw) } else { stretch(bytes.len(), draw) }, bytes);
            let times = [1, 1, 2, 10, 300][draw.below(5)].min(LARGEST / copy.len().max(1));
            let at = draw.below(bytes.len() + 1);
            bytes.splice(at..at, copy.repeat(times));
        }
        7 => {
            let (from, to) = (unit(other, draw), unit(bytes, draw));
            bytes.splice(range(to), pick(from, other));
        }
        8 => {
            bytes.truncate(draw.below(bytes.len() + 1));
            if draw.below(2) == 0 {
                bytes.extend_from_slice(&other[draw.below(other.len() + 1)..]);
            }
        }
        9 => {
            if let Some(place) = number(bytes, draw) {
                bytes.splice(range(place), NUMBERS[draw.below(NUMBERS.len())].iter().copied());
            }
        }
        _ => {
            let at = draw.below(bytes.len() + 1);
            let times = [1, 1, 1, 50][draw.below(4)];
            bytes.splice(at..at, STONES[draw.below(STONES.len())].repeat(times));
        }
    }
    bytes.truncate(LARGEST);
}

fn range(place: (usize, usize)) -> std::ops::Range<usize> {
    place.0..place.1
}

/// A seed, changed a few times.
pub fn bytes(seed: &[u8], other: &[u8], draw: &mut SplitMix) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..1 + draw.below(6) {
        change(&mut bytes, other, draw);
    }
    bytes
}

/// Members of a zip archive, by name.
pub type Members = Vec<(String, Vec<u8>)>;

/// The members of a sound zip archive.
pub fn members(packed: &[u8]) -> Members {
    let mut archive = zip::ZipArchive::new(Cursor::new(packed)).unwrap();
    let mut all = Vec::new();
    for number in 0..archive.len() {
        let mut member = archive.by_index(number).unwrap();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        all.push((member.name().unwrap().into_owned(), bytes));
    }
    all
}

fn pack(members: &Members) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        // Two members of one name cannot be written.
        if writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).is_ok() {
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// A zip archive one member of which is changed, or gone, or has the name of another.
pub fn zip(seed: &[u8], other: &[u8], draw: &mut SplitMix) -> Vec<u8> {
    let mut all = members(seed);
    let others = members(other);
    let (at, from) = (draw.below(all.len()), draw.below(all.len()));
    match draw.below(8) {
        0 => drop(all.remove(at)),
        1 => all[at].1 = all[from].1.clone(),
        2 => all[at].0 = String::from_utf8_lossy(&bytes(all[at].0.as_bytes(), b"../../x.txt", draw)).into_owned(),
        _ => {
            let name = &all[at].0;
            let other = others.iter().find(|other| other.0 == *name).unwrap_or(&others[0]);
            all[at].1 = bytes(&all[at].1, &other.1, draw);
        }
    }
    pack(&all)
}

/// What is packed by gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}
