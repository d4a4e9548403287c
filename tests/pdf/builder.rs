//! PDFs made by hand, a few operators each: what is in them is what a test says.

use std::fmt::Write;

/// Objects of a PDF, the first of them number 1.
#[derive(Default)]
pub struct Builder {
    objects: Vec<Vec<u8>>,
    trailer: String,
}

impl Builder {
    /// Keeps a number for an object that is given later.
    pub fn reserve(&mut self) -> usize {
        self.objects.push(Vec::new());
        self.objects.len()
    }

    pub fn set(&mut self, number: usize, object: impl Into<Vec<u8>>) {
        self.objects[number - 1] = object.into();
    }

    pub fn add(&mut self, object: impl Into<Vec<u8>>) -> usize {
        let number = self.reserve();
        self.set(number, object);
        number
    }

    pub fn stream(&mut self, told: &str, data: &[u8]) -> usize {
        let mut object = format!("<< {told} /Length {} >>\nstream\n", data.len()).into_bytes();
        object.extend_from_slice(data);
        object.extend_from_slice(b"\nendstream");
        self.add(object)
    }

    /// More for the trailer.
    pub fn trailer(&mut self, told: &str) {
        self.trailer.push_str(told);
    }

    /// The file; object `root` is its catalog.
    pub fn file(&self, root: usize) -> Vec<u8> {
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut offsets = Vec::new();
        for (number, object) in self.objects.iter().enumerate() {
            offsets.push(file.len());
            file.extend_from_slice(format!("{} 0 obj\n", number + 1).as_bytes());
            file.extend_from_slice(object);
            file.extend_from_slice(b"\nendobj\n");
        }
        let at = file.len();
        let size = offsets.len() + 1;
        let mut table = format!("xref\n0 {size}\n0000000000 65535 f \n");
        offsets.iter().for_each(|offset| writeln!(table, "{offset:010} 00000 n ").unwrap());
        write!(table, "trailer\n<< /Size {size} /Root {root} 0 R {} >>\nstartxref\n{at}\n%%EOF\n", self.trailer)
            .unwrap();
        file.extend_from_slice(table.as_bytes());
        file
    }
}

/// A paper whose pages have these contents. Fonts: `/F1` Times, `/F2` bold, `/F3` whose letters 1 and 2 are the
/// ligatures fi and ffi, `/F4` whose letters nothing tells. `catalog` is more for the catalog.
pub fn paper(contents: &[&str], catalog: &str) -> Vec<u8> {
    let mut builder = Builder::default();
    let (root, pages) = (builder.reserve(), builder.reserve());
    let font = |name: &str| format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>");
    let fonts = [
        font("Times-Roman"),
        font("Times-Bold"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /FirstChar 1 /LastChar 2 /Widths [556 800]
           /Encoding << /Type /Encoding /Differences [1 /fi /ffi] >> >>"
            .to_string(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding << /Differences [65 /g1 /g2 /g3] >> >>"
            .to_string(),
    ];
    let fonts: Vec<usize> = fonts.iter().map(|font| builder.add(font.as_str())).collect();
    let fonts: String = fonts.iter().zip(1..).map(|(font, name)| format!("/F{name} {font} 0 R ")).collect();
    let mut kids = String::new();
    for content in contents {
        let content = builder.stream("", content.as_bytes());
        let page = builder.add(format!(
            "<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 600 800] /Resources << /Font << {fonts} >> >> /Contents {content} 0 R >>"
        ));
        write!(kids, "{page} 0 R ").unwrap();
    }
    builder.set(pages, format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", contents.len()));
    builder.set(root, format!("<< /Type /Catalog /Pages {pages} 0 R {catalog} >>"));
    builder.file(root)
}

/// Lines of text below one another, 12 points apart, the first at (`x`, `y`) from the page's lower left corner.
pub fn lines(font: &str, size: u32, x: u32, y: u32, lines: &[&str]) -> String {
    let mut text = format!("BT /{font} {size} Tf 12 TL {x} {y} Td\n");
    for line in lines {
        let line = line.replace('\\', r"\\").replace('(', r"\(").replace(')', r"\)");
        writeln!(text, "({line}) Tj T*").unwrap();
    }
    text + "ET\n"
}
