//! Pictures to look at and to test with: the usual and the extreme.

use kwic::picture::{Bars, Edge, HeatMap, Lines, Network, Node, Picture, Strip, Strips, Value};
use kwic::stats::Interval;

const TITLES: [&str; 10] = [
    "After INF: Deterrence and the Verified Limit",
    "1994-partnership-for-peace",
    "Monitoring Mission Ukraine",
    "The Security of Europe and the Future of Conventional Arms Control between Vancouver and Vladivostok, second part",
    "CFE Verification",
    "المعاهدة بشأن القوات المسلحة التقليدية في أوروبا",
    "军备控制条约与欧洲安全架构的未来",
    "Договор об обычных вооружённых силах",
    "<script>alert('1')</script> & \"quoted\" ]]> -->",
    "WWWWWWWWWW MMMMMMMMMM WWWWWWWWWW MMMMMMMMMM WWWWWWWWWW",
];

pub fn name(at: usize) -> String {
    let title = TITLES[at % TITLES.len()];
    if at < TITLES.len() { title.to_string() } else { format!("{title} {at}") }
}

/// Numbers that look like chance, from 0 to 1.
fn noise(at: usize) -> f64 {
    (at as u64).wrapping_add(17).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23).wrapping_mul(0x2545_f491_4f6c_dd1d)
        as f64
        / u64::MAX as f64
}

fn value(at: usize, size: f64) -> Option<Value> {
    let (middle, wide) = (size * noise(at), size * 0.3 * noise(at + 7_919));
    let interval = Interval { low: (middle - wide).max(0.0), high: middle + wide };
    (at % 11 != 3).then_some(Value { at: middle, interval: (at % 7 != 5).then_some(interval) })
}

const UNIT: &str = "per million tokens";
const SERIES: [&str; 4] = ["NATO", "OSCE", "(european|western) union", "~negotiate"];

pub fn bars(groups: usize, series: usize) -> Picture {
    let group = |at: usize| (name(at), (0..series).map(|s| value(at * 31 + s * 7, 420.0)).collect());
    Picture::Bars(Bars {
        title: "How often NATO and OSCE are named in each paper".into(),
        unit: UNIT.into(),
        series: (0..series).map(|at| SERIES[at % SERIES.len()].to_string()).collect(),
        groups: (0..groups).map(group).collect(),
    })
}

pub fn lines(years: usize, series: usize) -> Picture {
    let points =
        |s: usize| (0..years).map(|at| (1991.0 + at as f64, value(at * 3 + s * 101, 3_000.0))).collect::<Vec<_>>();
    Picture::Lines(Lines {
        title: "NATO, OSCE and the union over the years".into(),
        axis: "year".into(),
        unit: UNIT.into(),
        series: (0..series).map(|at| (SERIES[at % SERIES.len()].to_string(), points(at))).collect(),
    })
}

pub fn heat_map(rows: usize, columns: usize) -> Picture {
    let number = |at: usize| (at % 13 != 4).then(|| (noise(at) * 900.0).round());
    let row = |at: usize| (name(at), (0..columns).map(|column| number(at * 57 + column)).collect());
    Picture::HeatMap(HeatMap {
        title: "Terms by theme".into(),
        unit: UNIT.into(),
        columns: (0..columns).map(|at| if columns < 8 { format!("{}", 1990 + at) } else { name(at + 1) }).collect(),
        rows: (0..rows).map(row).collect(),
    })
}

pub fn strips(papers: usize) -> Picture {
    let strip = |at: usize| {
        let length = (noise(at) * 9_000.0) as u64 * u64::from(at % 9 != 4);
        let hits = if at % 10 == 9 { 30_000 } else { (noise(at + 5) * 60.0) as usize };
        let place = |n: usize| (noise(n * 13 + at) * length as f64) as u64;
        let mut ticks: Vec<u64> = (0..hits).map(place).filter(|tick| *tick < length).collect();
        ticks.sort_unstable();
        let sections = (0..at % 12).map(|n| n as u64 * length / 12).collect();
        Strip { name: name(at), length, ticks, sections }
    };
    Picture::Strips(Strips {
        title: "Where arms control is spoken of".into(),
        strips: (0..papers).map(strip).collect(),
    })
}

pub fn network(words: usize) -> Picture {
    const WORDS: [&str; 12] = [
        "treaty",
        "verification",
        "limits",
        "Europe",
        "conventional",
        "verhandlungen",
        "контроль",
        "معاهدة",
        "军备",
        "inspection",
        "of",
        "deterrence",
    ];
    let name = |at: usize| if at < 12 { WORDS[at].to_string() } else { format!("{}-{at}", WORDS[at % 12]) };
    let node = |at: usize| Node { name: name(at), weight: 1.0 + 400.0 * noise(at).powi(3), centre: false };
    let centre = Node { name: "arms control".into(), weight: 600.0, centre: true };
    let spokes = (0..words).map(|at| Edge { from: 0, to: at + 1, weight: 1.0 + 12.0 * noise(at + 3).powi(2) });
    let chords = (0..words / 2).map(|at| Edge { from: at + 1, to: (at * 7) % words + 1, weight: 2.0 * noise(at + 9) });
    Picture::Network(Network {
        title: "What stands near arms control".into(),
        nodes: [centre].into_iter().chain((0..words).map(node)).collect(),
        edges: spokes.chain(chords).collect(),
    })
}

/// Values that no page has room for, and places where there are none.
fn odd() -> Picture {
    let at = |at: f64| Some(Value { at, interval: Some(Interval { low: f64::NEG_INFINITY, high: at }) });
    let value = [f64::NAN, f64::INFINITY, -3.0, 1e300, 0.0, -1e-300].map(at);
    Picture::Bars(Bars {
        title: "x".repeat(400),
        unit: "log ratio".into(),
        series: vec!["".into()],
        groups: value.into_iter().map(|value| (String::new(), vec![value])).chain([("none".into(), vec![])]).collect(),
    })
}

pub fn negative() -> Picture {
    let groups = [("more in the nineties", 1.4), ("about as much", -0.1), ("less in the nineties", -2.3)];
    let value = |at: f64| Some(Value { at, interval: Some(Interval { low: at - 0.6, high: at + 0.5 }) });
    Picture::Bars(Bars {
        title: "Key words of the nineties".into(),
        unit: "log ratio".into(),
        series: vec!["log ratio".into()],
        groups: groups.into_iter().map(|(name, at)| (name.to_string(), vec![value(at)])).collect(),
    })
}

fn empty() -> Vec<(String, Picture)> {
    let title = || "Nothing found".to_string();
    [
        Picture::Bars(Bars { title: title(), groups: vec![("a".into(), vec![None])], ..Bars::default() }),
        Picture::Lines(Lines { title: title(), series: vec![("a".into(), vec![(1.0, None)])], ..Lines::default() }),
        Picture::HeatMap(HeatMap { title: title(), ..HeatMap::default() }),
        Picture::Strips(Strips { title: title(), ..Strips::default() }),
        Picture::Network(Network { title: title(), ..Network::default() }),
    ]
    .into_iter()
    .enumerate()
    .map(|(at, picture)| (format!("empty-{at}"), picture))
    .collect()
}

/// All of them, with the names of their files.
pub fn all() -> Vec<(String, Picture)> {
    let mut all = empty();
    all.push(("odd".into(), odd()));
    all.push(("negative".into(), negative()));
    for count in [1, 5, 200] {
        all.push((format!("bars-{count}"), bars(count, 1)));
        all.push((format!("bars-{count}-2"), bars(count, 2)));
        all.push((format!("lines-{count}"), lines(count, 1)));
        all.push((format!("heat-{count}"), heat_map(count, 5)));
        all.push((format!("strips-{count}"), strips(count)));
        all.push((format!("network-{count}"), network(count)));
    }
    all.push(("bars-5-4".into(), bars(5, 4)));
    all.push(("lines-1-4".into(), lines(1, 4)));
    all.push(("lines-30-4".into(), lines(30, 4)));
    all.push(("lines-12-9".into(), lines(12, 9)));
    all.push(("heat-10-60".into(), heat_map(10, 60)));
    all.push(("network-40".into(), network(40)));
    all
}
