//! OFD (GB/T 33190-2016): a package of XML files, with characters at their places on pages.

use std::io::{Read, Seek};

use super::archive::Package;
use super::page::{Page, Piece, Rule, text};
use super::xml::{self, Element};
use super::{Format, Raw, Refusal};
use crate::text::Notice;

/// Reads all pages of all documents of a package.
pub(super) fn read(package: &mut Package<impl Read + Seek>) -> Result<Raw, Refusal> {
    let root = xml::parse(&package.part("OFD.xml")?, "OFD.xml")?;
    let mut pages = Vec::new();
    let (mut pictures, mut count) = (0, 0);
    for body in root.elements().filter(|element| element.name == "DocBody") {
        let Some(location) = body.child("DocRoot").map(|location| location.text().trim().to_owned()) else { continue };
        let location = location.trim_start_matches('/').to_owned();
        let folder = location.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let document = xml::parse(&package.part(&location)?, &location)?;
        let templates: Vec<(String, String)> = document
            .child("CommonData")
            .into_iter()
            .flat_map(Element::elements)
            .filter(|element| element.name == "TemplatePage")
            .filter_map(|template| Some((template.attribute("ID")?.to_owned(), resolve(&folder, template.attribute("BaseLoc")?))))
            .collect();
        let size = document.at(&["CommonData", "PageArea", "PhysicalBox"]).map(|size| numbers(&size.text()));
        for page in document.child("Pages").into_iter().flat_map(Element::elements).filter(|element| element.name == "Page") {
            let Some(location) = page.attribute("BaseLoc").map(|location| resolve(&folder, location)) else { continue };
            let content = xml::parse(&package.part(&location)?, &location)?;
            let own = content.at(&["Area", "PhysicalBox"]).map(|size| numbers(&size.text()));
            let height = own.or_else(|| size.clone()).and_then(|size| size.get(3).copied()).unwrap_or(297.0);
            let mut placed = Page { height: height * POINTS, ..Page::default() };
            for used in content.elements().filter(|element| element.name == "Template") {
                let template = templates.iter().find(|(id, _)| Some(id.as_str()) == used.attribute("TemplateID"));
                if let Some((_, location)) = template {
                    let template = xml::parse(&package.part(location)?, location)?;
                    collect(&template, &mut placed);
                }
            }
            let images = collect(&content, &mut placed);
            count += 1;
            if placed.pieces.is_empty() {
                pictures += usize::from(images > 0);
            } else {
                pages.push(placed);
            }
        }
    }
    if pages.is_empty() {
        return Err(if pictures > 0 {
            Refusal::new("its pages are images, which hold no text", "print it to PDF, and then: ocrmypdf -l chi_sim FILE OUTPUT")
        } else if count > 0 {
            Refusal::new("its pages are empty", "leave it out, or fetch the document again")
        } else {
            Refusal::broken("the OFD names no page")
        });
    }
    let (source, mut notices) = text(pages);
    if pictures > 0 {
        notices.push(Notice::PagesWithoutText(pictures));
    }
    Ok(Raw { source, notices, format: Format::Ofd })
}

/// Points in a millimetre: pages are laid out in points.
const POINTS: f32 = 72.0 / 25.4;

/// Adds the text and the ruling lines of a page's layers; gives the number of its images.
fn collect(element: &Element, page: &mut Page) -> usize {
    let mut images = 0;
    for child in element.elements() {
        match child.name.as_str() {
            "TextObject" => page.pieces.extend(pieces(child)),
            "PathObject" => page.rules.extend(rules(child)),
            "ImageObject" => images += 1,
            _ => images += collect(child, page),
        }
    }
    images
}

/// How lengths inside an object come onto the page: its matrix, then the corner of its boundary (GB/T 33190-2016, 8.5).
struct Place {
    matrix: [f32; 6],
    corner: (f32, f32),
}

impl Place {
    fn of(object: &Element) -> Option<Self> {
        let boundary = numbers(object.attribute("Boundary")?);
        let matrix = object.attribute("CTM").map(numbers).and_then(|numbers| numbers.try_into().ok());
        Some(Self { matrix: matrix.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]), corner: (*boundary.first()?, *boundary.get(1)?) })
    }

    fn point(&self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.matrix;
        ((a * x + c * y + e + self.corner.0) * POINTS, (b * x + d * y + f + self.corner.1) * POINTS)
    }
}

fn pieces(object: &Element) -> Vec<Piece> {
    let Some(place) = Place::of(object) else { return Vec::new() };
    let size = object.attribute("Size").and_then(|size| size.parse::<f32>().ok()).filter(|size| *size > 0.0).unwrap_or(3.7);
    // What lies aslant is a watermark.
    if place.matrix[1].abs() > 0.01 && place.matrix[0].abs() > 0.01 {
        return Vec::new();
    }
    let (mut x, mut y) = (0.0, 0.0);
    let mut pieces = Vec::new();
    for code in object.elements().filter(|element| element.name == "TextCode") {
        let number = |name: &str| code.attribute(name).and_then(|number| number.trim().parse::<f32>().ok());
        // What is not given is that of the code before.
        (x, y) = (number("X").unwrap_or(x), number("Y").unwrap_or(y));
        let text = code.text();
        let (across, down) = (deltas(code.attribute("DeltaX")), deltas(code.attribute("DeltaY")));
        // Characters that step down the page are pieces of their own.
        let mut piece = String::new();
        let mut left = x;
        for (index, c) in text.chars().enumerate() {
            piece.push(c);
            let step = across.get(index).copied().unwrap_or(if c.is_ascii() { 0.5 * size } else { size });
            let fall = down.get(index).copied().unwrap_or(0.0);
            x += step;
            if fall.abs() > 0.2 * size {
                pieces.push(placed(&place, left, x.max(left + 0.5 * size), y, size, &std::mem::take(&mut piece)));
                y += fall;
                left = x;
            }
        }
        if !piece.is_empty() {
            pieces.push(placed(&place, left, x, y, size, &piece));
        }
    }
    pieces
}

/// A piece by its base line.
fn placed(place: &Place, left: f32, right: f32, base: f32, size: f32, text: &str) -> Piece {
    let ((x0, y0), (x1, y1)) = (place.point(left, base - 0.85 * size), place.point(right, base + 0.15 * size));
    Piece { left: x0.min(x1), right: x0.max(x1), top: y0.min(y1), bottom: y0.max(y1), text: text.to_owned() }
}

/// How far each character steps: numbers, or `g 5 3.7` for five times 3.7.
fn deltas(list: Option<&str>) -> Vec<f32> {
    let mut deltas = Vec::new();
    let mut words = list.unwrap_or_default().split_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let count = words.next().and_then(|count| count.parse::<usize>().ok()).unwrap_or(0);
            let delta = words.next().and_then(|delta| delta.parse::<f32>().ok()).unwrap_or(0.0);
            deltas.extend(std::iter::repeat_n(delta, count.min(100_000)));
        } else if let Ok(delta) = word.parse() {
            deltas.push(delta);
        }
    }
    deltas
}

/// The straight horizontal and vertical strokes of a path.
fn rules(object: &Element) -> Vec<Rule> {
    let Some(place) = Place::of(object) else { return Vec::new() };
    let data = object.child("AbbreviatedData").map(Element::text).unwrap_or_default();
    let mut words = data.split_whitespace();
    let (mut start, mut at) = ((0.0, 0.0), (0.0, 0.0));
    let mut rules = Vec::new();
    let mut add = |from: (f32, f32), to: (f32, f32)| {
        let ((x0, y0), (x1, y1)) = (place.point(from.0, from.1), place.point(to.0, to.1));
        if (x0 - x1).abs() < 2.5 || (y0 - y1).abs() < 2.5 {
            rules.push(Rule { left: x0.min(x1), right: x0.max(x1), top: y0.min(y1), bottom: y0.max(y1) });
        }
    };
    while let Some(word) = words.next() {
        let mut point = || Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?));
        match word {
            "S" | "M" => (start, at) = point().map_or((start, at), |point| (point, point)),
            "L" => {
                if let Some(to) = point() {
                    add(at, to);
                    at = to;
                }
            }
            "C" => {
                add(at, start);
                at = start;
            }
            _ => {}
        }
    }
    rules
}

fn numbers(list: &str) -> Vec<f32> {
    list.split_whitespace().filter_map(|number| number.parse().ok()).collect()
}

/// A location, which is meant from the folder of the file that names it, or from the root.
fn resolve(folder: &str, location: &str) -> String {
    match location.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if folder.is_empty() || location.starts_with(&format!("{folder}/")) => location.to_owned(),
        None => format!("{folder}/{}", location.trim_start_matches("./")),
    }
}
