//! Layers that are not shown (optional content, ISO 32000-2, 8.11): in their usual state.

use std::collections::BTreeSet;

use hayro_syntax::object::{Array, Dict, Name, ObjRef};

/// The layers that are not shown.
#[derive(Default)]
pub(super) struct Hidden(BTreeSet<(u32, i32)>);

impl Hidden {
    pub fn of(catalog: &Dict<'_>) -> Hidden {
        let Some(all) = catalog.get::<Dict<'_>>("OCProperties") else { return Hidden::default() };
        let Some(usual) = all.get::<Dict<'_>>("D") else { return Hidden::default() };
        let listed = |dict: &Dict<'_>, key: &str| -> Vec<(u32, i32)> {
            let list = dict.get::<Array<'_>>(key);
            list.iter().flat_map(Array::raw_iter).filter_map(|item| item.as_obj_ref()).map(number).collect()
        };
        let off = usual.get::<Name<'_>>("BaseState").is_some_and(|state| state.as_ref() == b"OFF");
        let mut hidden: BTreeSet<(u32, i32)> =
            if off { listed(&all, "OCGs") } else { Vec::new() }.into_iter().collect();
        listed(&usual, "ON").iter().for_each(|group| _ = hidden.remove(group));
        hidden.extend(listed(&usual, "OFF"));
        Hidden(hidden)
    }

    pub fn holds(&self, group: ObjRef) -> bool {
        self.0.contains(&number(group))
    }
}

fn number(group: ObjRef) -> (u32, i32) {
    (group.obj_number, group.gen_number)
}
