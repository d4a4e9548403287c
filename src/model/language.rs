//! Languages by their codes.

use icu_locale::{Locale, LocaleCanonicalizer};
use whatlang::Lang;

/// The BCP 47 code of a language (ISO 639-1 where there is one): of a tag, a code of three letters, or a name in English
/// or in the language itself. Of several the first; `None` of what names no language.
///
/// ```
/// use kwic::model::language_code;
/// let code = |value| language_code(value);
/// assert_eq!(["en-GB", "pt_BR", "fre", "cmn"].map(code), ["en", "pt", "fr", "zh"].map(|c| Some(c.to_string())));
/// assert_eq!(["Russian", "Deutsch", "en; fr"].map(code), ["ru", "de", "en"].map(|c| Some(c.to_string())));
/// assert_eq!(["und", "mul", "various", ""].map(code), [const { None }; 4]);
/// ```
pub fn language_code(value: &str) -> Option<String> {
    let first = value.split([';', ',', '/', '|']).next()?.trim();
    of_tag(first).or_else(|| of_name(first))
}

fn of_tag(tag: &str) -> Option<String> {
    let mut locale: Locale = tag.split([' ', '(']).next()?.replace('_', "-").parse().ok()?;
    LocaleCanonicalizer::new_common().canonicalize(&mut locale);
    let code = locale.id.language.to_string();
    // Longer ones are reserved, or words that look like a tag; these four say that no language is meant.
    ((2..=3).contains(&code.len()) && !["und", "mul", "mis", "zxx"].contains(&code.as_str())).then_some(code)
}

fn of_name(name: &str) -> Option<String> {
    let name = name.split(['(', '-']).next()?.trim().to_lowercase();
    if name == "chinese" || name == "中文" {
        return Some("zh".to_string());
    }
    let called = |lang: &&Lang| lang.eng_name().to_lowercase() == name || lang.name().to_lowercase() == name;
    Lang::all().iter().find(called).and_then(|lang| of_tag(lang.code()))
}
