//! Charts as PNG.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, Options, Tree, fontdb};

use super::chart::{Chart, Language};

/// Pixels for each unit of a chart: enough for print at the width of a page.
const SCALE: f32 = 2.0;

/// The fonts of the system, with one that has Chinese characters among them.
pub struct Fonts(Arc<fontdb::Database>);

impl Fonts {
    /// The fonts that the system has; none if no font of it has Chinese characters, without which no chart can be read.
    #[must_use]
    pub fn of_the_system() -> Option<Self> {
        let mut fonts = fontdb::Database::new();
        fonts.load_system_fonts();
        let preferred = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei"];
        let has = |family: &str| fonts.faces().any(|face| face.families.iter().any(|(name, _)| name == family));
        let family = preferred.into_iter().find(|family| has(family)).map(str::to_owned).or_else(|| Self::any_chinese(&fonts))?;
        fonts.set_sans_serif_family(&family);
        fonts.set_serif_family(family);
        Some(Self(Arc::new(fonts)))
    }

    fn any_chinese(fonts: &fontdb::Database) -> Option<String> {
        let first = fonts.faces().next()?.id;
        let has_character = FontResolver::default_fallback_selector();
        let face = has_character('政', &[first], &mut Arc::new(fonts.clone()))?;
        Some(fonts.face(face)?.families.first()?.0.clone())
    }
}

impl Chart {
    /// The chart as a PNG, twice as large as its SVG; the reason where that is more than memory holds.
    pub fn png(&self, language: Language, fonts: &Fonts) -> Result<Vec<u8>, String> {
        let options = Options { fontdb: fonts.0.clone(), ..Options::default() };
        let tree = Tree::from_str(&self.svg(language), &options).map_err(|reason| reason.to_string())?;
        let size = tree.size().to_int_size().scale_by(SCALE).ok_or("it has no size")?;
        let mut picture = Pixmap::new(size.width(), size.height()).ok_or("it is too large")?;
        resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut picture.as_mut());
        picture.encode_png().map_err(|reason| reason.to_string())
    }
}
