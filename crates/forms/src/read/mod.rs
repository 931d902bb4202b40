//! Reads the reporting files of a pack. It must never stop at the first thing that is wrong.

use crate::finding::{Finding, Library};
use crate::model::Catalogue;

pub(crate) fn read(files: &[(String, String)], library: Option<&Library<'_>>) -> (Catalogue, Vec<Finding>) {
    let _ = (files, library);
    (Catalogue::default(), Vec::new())
}
