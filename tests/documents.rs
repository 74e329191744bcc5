//! Snapshots of whole documents: the outline as a person sees it, and the facts as lines.
//!
//! To add one, drop a `.txt` file into `examples/documents`, run the tests, and review what is new (`cargo insta review`, or by eye).

use std::fmt::Write as _;

use zhengtu::extract;
use zhengtu::outline::{BlockKind, Document, Field, outline};

#[test]
fn bundled_documents() {
    insta::glob!("../examples/documents", "*.txt", |path| {
        let document = outline(zhengtu::read::read(path).expect("the example is readable"));
        insta::assert_snapshot!("outline", show_outline(&document));
        let facts: Vec<String> = extract::extract(&document).iter().map(ToString::to_string).collect();
        insta::assert_snapshot!("facts", facts.join("\n"));
    });
}

fn show_outline(document: &Document) -> String {
    let mut shown = String::new();
    let head = &document.head;
    for (name, field) in [
        ("title", &head.title),
        ("document number", &head.document_number),
        ("issuer", &head.issuer),
        ("issued", &head.issued),
        ("published", &head.published),
    ] {
        let _ = writeln!(shown, "{name}: {}", field.as_ref().map_or("", |Field { value, .. }| value));
    }
    for block in &document.blocks {
        let text = document.text.slice(block.title).replace('\n', "⏎");
        let _ = match block.kind {
            BlockKind::Heading { level } => writeln!(shown, "{}{level} {text}", "  ".repeat(level.into())),
            BlockKind::Table(_) => writeln!(shown, "{}▦ {}", "  ".repeat(8), text.chars().take(30).collect::<String>()),
            BlockKind::Paragraph => writeln!(shown, "{}¶ {}", "  ".repeat(8), text.chars().take(30).collect::<String>()),
        };
    }
    shown
}
