//! The order of things in a file that people read.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNodeRef, Quad, Term};

use crate::vocabulary::{oa, org, zt};

/// A kind of things, with its heading in Chinese and English.
pub(super) struct Section {
    classes: &'static [NamedNodeRef<'static>],
    pub(super) heading: &'static str,
}

/// What names others comes first, what proves them last.
pub(super) const SECTIONS: [Section; 18] = [
    Section { classes: &[zt::DOCUMENT], heading: "文件 / Documents" },
    Section { classes: &[zt::TEXT], heading: "文本 / Texts" },
    Section { classes: &[org::FORMAL_ORGANIZATION], heading: "机构 / Organizations" },
    Section { classes: &[zt::ORGANIZATION_GROUP], heading: "机构群 / Groups of organizations" },
    Section { classes: &[org::CHANGE_EVENT], heading: "机构沿革 / Changes of organizations" },
    Section { classes: &[zt::PLACE], heading: "地区 / Places" },
    Section { classes: &[zt::PARK], heading: "园区 / Parks" },
    Section { classes: &[zt::INDUSTRY], heading: "产业 / Industries" },
    Section { classes: &[zt::INDICATOR, zt::SUBJECT], heading: "指标与目标对象 / Indicators and subjects of targets" },
    Section { classes: &[zt::TASK], heading: "任务 / Tasks" },
    Section { classes: &[zt::ASSIGNMENT], heading: "分工 / Assignments" },
    Section { classes: &[zt::MEMBERSHIP], heading: "成员关系 / Memberships" },
    Section { classes: &[zt::TARGET], heading: "目标 / Targets" },
    Section { classes: &[zt::HOSTING], heading: "产业布局 / Hostings" },
    Section { classes: &[zt::LOCATION], heading: "园区位置 / Locations" },
    Section { classes: &[zt::CITATION], heading: "引用 / Citations" },
    Section { classes: &[zt::EVIDENCE, oa::TEXT_POSITION_SELECTOR], heading: "证据 / Evidence" },
    Section { classes: &[], heading: "其他 / Other" },
];

/// The section of things that no other has.
pub(super) const OTHER: usize = SECTIONS.len() - 1;

/// The section of things of a class.
pub(super) fn of_class(class: NamedNodeRef<'_>) -> usize {
    SECTIONS.iter().position(|section| section.classes.contains(&class)).unwrap_or(OTHER)
}

/// The section of the thing that these quads are about.
pub(super) fn of(quads: &[Quad]) -> usize {
    let classes = quads.iter().filter(|quad| quad.predicate == rdf::TYPE).filter_map(|quad| match &quad.object {
        Term::NamedNode(class) => Some(of_class(class.as_ref())),
        _ => None,
    });
    classes.min().unwrap_or(OTHER)
}
