//! Names of files in the graph: UTF-8, with `/`. What is no UTF-8 is written as `%FF`, byte by byte, so that two names never become one.

use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

/// The name of a file in the graph, by its path below the folder that was given.
#[must_use]
pub fn file_name(path: &Path) -> String {
    let names = path.components().filter_map(|component| match component {
        Component::Normal(name) => Some(escaped(name)),
        _ => None,
    });
    names.collect::<Vec<_>>().join("/")
}

/// Where the file of that name is, in the folder that was given.
#[must_use]
pub fn path_of(root: &Path, name: &str) -> PathBuf {
    let path = root.join(name);
    if name.contains('%') && !path.exists() { root.join(unescaped(name)) } else { path }
}

fn escaped(name: &OsStr) -> String {
    let mut escaped = String::with_capacity(name.len());
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        escaped.push_str(chunk.valid());
        for byte in chunk.invalid() {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

#[cfg(unix)]
fn unescaped(name: &str) -> OsString {
    use std::os::unix::ffi::OsStringExt;
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, behind)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        // Only bytes that are no ASCII were written so.
        let byte = behind.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|byte| *byte >= 0x80);
        rest = match byte {
            Some(byte) => {
                bytes.push(byte);
                &behind[2..]
            }
            None => {
                bytes.push(b'%');
                behind
            }
        };
    }
    bytes.extend_from_slice(rest.as_bytes());
    OsString::from_vec(bytes)
}

#[cfg(not(unix))]
fn unescaped(name: &str) -> OsString {
    name.into()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn a_name_that_is_no_utf_8_leads_back_to_its_file() {
        for name in [&b"\xcd\xa8\xd6\xaa.txt"[..], b"a\xff%b", "通知 100%.txt".as_bytes(), b"%41"] {
            let written = file_name(Path::new(OsStr::from_bytes(name)));
            assert_eq!(unescaped(&written).as_bytes(), name, "{written}");
        }
    }
}
