"""Reads what kwic wrote with other programs, and says where a cell is not what it was.

Used by tests/roundtrip.rs: roundtrip.py FOLDER. FOLDER holds table.FORMAT and
lines.FORMAT, and in expected.json what their cells are: {"table": {"columns": [...],
"rows": [...]}, "lines": ...}. The rules applied here are those of docs/formats.md.
"""

import csv
import html
import html.parser
import json
import pathlib
import re
import sys

FOLDER = pathlib.Path(sys.argv[1])
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
csv.field_size_limit(1 << 30)
failures = []


def file(name):
    return FOLDER / name


def same(what, found, expected):
    if found == expected:
        return
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for at, (one, other) in enumerate(zip(found, expected)):
            same(f"{what}[{at}]", one, other)
    else:
        failures.append(f"{what}: {found!r:.300} and not {expected!r:.300}")


def as_written(cell, text=lambda text: text):
    """A cell where numbers are texts, and nothing is an empty text."""
    if cell is None:
        return ""
    return text(cell) if isinstance(cell, str) else cell


def numbers_of(rows, expected):
    """Texts as numbers wherever a number is expected."""
    return [
        [type(wish)(cell) if isinstance(wish, (int, float)) and cell else cell for cell, wish in zip(row, wishes)]
        for row, wishes in zip(rows, expected)
    ]


def check_csv(name, columns, rows):
    with open(file(f"{name}.csv"), encoding="utf-8", newline="") as opened:
        head, *found = csv.reader(opened)
    same(f"{name}.csv columns", head, columns)
    same(f"{name}.csv rows", len(found), len(rows))
    for row in found:
        for cell in row:
            if re.match(r"\s*[=+@\t\r\n]|\s*-(?!\d)", cell):
                failures.append(f"{name}.csv: {cell!r:.100} could be a formula")
    undone = [[cell[1:] if cell.startswith("'") else cell for cell in row] for row in found]
    same(f"{name}.csv", numbers_of(undone, rows), [[as_written(c) for c in row] for row in rows])


def check_tsv(name, columns, rows):
    text = file(f"{name}.tsv").read_bytes().decode("utf-8")
    head, *found = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
    same(f"{name}.tsv columns", head, columns)
    spaced = lambda text: re.sub("[\t\r\n]", " ", text)
    same(f"{name}.tsv", numbers_of(found, rows), [[as_written(c, spaced) for c in row] for row in rows])


def check_json(name, columns, rows):
    whole = json.loads(file(f"{name}.json").read_text(encoding="utf-8"))
    single = [json.loads(line) for line in file(f"{name}.jsonl").read_bytes().split(b"\n") if line]
    same(f"{name}.json made by", whole["made_by"]["query"], EXPECTED["query"])
    joined = {"section": " > ", "themes": "; "}
    for kind, objects in (("json", whole.get("rows") or whole["lines"]), ("jsonl", single)):
        found = [
            [joined[c].join(o[c]) if isinstance(o[c], list) else o[c] for c in columns] for o in objects
        ]
        same(f"{name}.{kind}", found, rows)
        same(f"{name}.{kind} columns", list(objects[0]), columns)


class Page(html.parser.HTMLParser):
    """The cells of the page's table, the attributes of its rows, and its JSON."""

    def __init__(self):
        super().__init__()
        self.head, self.rows, self.attributes, self.json, self.tags = [], [], [], "", set()
        self.into = None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.add(tag)
        if tag == "tr" and attributes.get("class") != "heading":
            self.rows.append([])
            self.attributes.append(attributes)
        if tag in ("td", "th") and "colspan" not in attributes:
            self.rows[-1].append("")
            self.into = "cell"
        if tag == "data":
            self.rows[-1][-1] = attributes["value"]
            self.into = None
        if tag == "script":
            self.into = "json"

    def handle_endtag(self, tag):
        self.into = None

    def handle_data(self, data):
        if self.into == "cell":
            self.rows[-1][-1] += data
        elif self.into == "json":
            self.json += data


def check_html(name, columns, rows):
    page = Page()
    page.feed(file(f"{name}.html").read_bytes().decode("utf-8"))
    page.close()
    head, *found = page.rows
    attributes = page.attributes[1:]
    same(f"{name}.html tags", page.tags & {"img", "a", "b", "iframe"}, set())
    same(f"{name}.html made by", json.loads(page.json)["made_by"]["query"], EXPECTED["query"])
    if name == "table":
        same("table.html columns", head, columns)
        same("table.html", numbers_of(found, rows), [[as_written(c) for c in row] for row in rows])
    else:
        value = lambda a, c: a.get("data-" + c.replace("_", "-"))
        beside = [[value(a, c) for c in columns[:8]] for a in attributes]
        same("lines.html", numbers_of(beside, rows), [row[:8] for row in rows])
        same("lines.html texts", [row[2:] for row in found], [row[8:] for row in rows])


def check_markdown(name, columns, rows):
    def cells(line):
        inner = re.fullmatch(r"\| (.*) \|", line).group(1)
        texts = [part.strip(" ") for part in re.split(r"(?<!\\)(?:\\\\)*\|", inner)]
        return [html.unescape(re.sub(r"\\(\W|_)", r"\1", text.replace("<br>", "\n"))) for text in texts]

    text = file(f"{name}.md").read_bytes().decode("utf-8")
    table = [line for line in text.split("\n") if line.startswith("| ")]
    same(f"{name}.md columns", cells(table[0]), columns)
    kept = lambda text: re.sub("\r\n|\r", "\n", text.strip())
    same(f"{name}.md", numbers_of([cells(l) for l in table[2:]], rows), [[as_written(c, kept) for c in r] for r in rows])
    comment = re.search(r"<!-- (.*) -->\n\Z", text).group(1)
    same(f"{name}.md comment", "--" in comment, False)
    same(f"{name}.md made by", json.loads(comment)["made_by"]["query"], EXPECTED["query"])


def check_xlsx(name, columns, rows):
    import openpyxl

    book = openpyxl.load_workbook(file(f"{name}.xlsx"))
    sheet = book.worksheets[0]
    same(f"{name}.xlsx sheets", book.sheetnames[1:], ["made by"])
    same(f"{name}.xlsx frozen", sheet.freeze_panes, "A2")
    same(f"{name}.xlsx filter", sheet.auto_filter.ref, sheet.dimensions)
    same(f"{name}.xlsx formulas", [c.coordinate for row in sheet for c in row if c.data_type == "f"], [])
    head, *found = [[as_written(c) for c in row] for row in sheet.iter_rows(values_only=True)]
    same(f"{name}.xlsx columns", head, columns)
    # openpyxl leaves control characters as the file has them, which Excel does not.
    coded = lambda text: re.sub("[\0-\x08\x0b-\x1f]", lambda m: f"_x{ord(m.group()):04X}_", text)
    same(f"{name}.xlsx", found, [[as_written(c, coded) for c in row] for row in rows])
    made = dict(book["made by"].iter_rows(values_only=True))
    same(f"{name}.xlsx made by", made["query"], EXPECTED["query"])
    same(f"{name}.xlsx tells no time", book.properties.created.year, 1980)


def check_parquet(name, columns, rows):
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(file(f"{name}.parquet"))
    same(f"{name}.parquet columns", table.column_names, columns)
    same(f"{name}.parquet types", [str(t) for t in table.schema.types], EXPECTED[name]["types"])
    found = [list(row) for row in zip(*(column.to_pylist() for column in table.columns))]
    same(f"{name}.parquet", found, rows)
    made = json.loads(table.schema.metadata[b"made_by"])
    same(f"{name}.parquet made by", made["query"], EXPECTED["query"])


def check_citations():
    import bibtexparser

    def plain(value):
        value = re.sub(r"\{\\text(\w+)\}", lambda m: {"braceleft": "⟨", "braceright": "⟩", "backslash": "\\",
                       "asciitilde": "~", "asciicircum": "^"}[m.group(1)], value)
        return re.sub(r"\\([%&#$_])", r"\1", value.replace("{", "").replace("}", "")).translate({0x27E8: "{", 0x27E9: "}"})

    def flat(text):
        return re.sub("[\0-\x1f]", "", re.sub(r"\s", " ", text))

    with open(file("cited.bib"), encoding="utf-8") as opened:
        parser = bibtexparser.bparser.BibTexParser(common_strings=False, interpolate_strings=False)
        entries = parser.parse_file(opened).entries
    items = json.loads(file("cited.json").read_text(encoding="utf-8"))
    same("papers cited", (len(entries), len({e["ID"].lower() for e in entries}), len(items)), (EXPECTED["cited"],) * 3)
    for entry, item in zip(entries, items):
        same("title", plain(entry.get("title", "")), flat(item.get("title", "")))
        same("year", entry.get("year"), str(item["issued"]["date-parts"][0][0]) if "issued" in item else None)
        same("note", plain(entry["annote"]), flat(item["note"]))


for name in ("table", "lines"):
    columns, rows = EXPECTED[name]["columns"], EXPECTED[name]["rows"]
    checks = [check_csv, check_tsv, check_json, check_html, check_markdown]
    if "--all" in sys.argv:
        checks.append(check_xlsx)
        if file(f"{name}.parquet").exists():
            checks.append(check_parquet)
    for check in checks:
        check(name, columns, rows)
if "--all" in sys.argv:
    check_citations()
print("\n".join(failures))
sys.exit(1 if failures else 0)
