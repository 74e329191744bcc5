//! Any text: its blocks lie in it, in order, under headings before them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengtu::outline::outline;
use zhengtu::read::from_string;

fuzz_target!(|source: &str| {
    let document = outline(from_string(source));
    let text = document.text.as_str();
    for (index, block) in document.blocks.iter().enumerate() {
        for span in [block.span, block.title] {
            assert!(text.get(span.start..span.end).is_some(), "{span:?}");
        }
        assert!(block.parent.is_none_or(|parent| (parent.0 as usize) < index));
    }
});
