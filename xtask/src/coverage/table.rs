//! The requirement table: `requirements/*.csv`.

use serde::Deserialize;

use crate::repository::File;

/// What coverage needs of a row.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Row {
    pub id: String,
    pub title: String,
    pub capability: String,
}

/// All rows, in the order of the files. An id given twice is an error: a claim for it would count twice.
pub fn read(files: &[File]) -> Result<Vec<Row>, String> {
    let mut rows: Vec<Row> = Vec::new();
    for file in
        files.iter().filter(|file| file.path.starts_with("requirements/") && file.path.ends_with(".csv"))
    {
        let text = file.text.trim_start_matches('\u{feff}');
        for row in csv::Reader::from_reader(text.as_bytes()).into_deserialize() {
            let row: Row = row.map_err(|error| format!("{}: {error}", file.path))?;
            if rows.iter().any(|other| other.id == row.id) {
                return Err(format!("{}: the id {} is used twice", file.path, row.id));
            }
            rows.push(row);
        }
    }
    if rows.is_empty() { Err("requirements/*.csv hold no row".into()) } else { Ok(rows) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository::Repository;

    #[test]
    fn reads_the_real_table() {
        let rows = read(&Repository::here().files().unwrap()).unwrap();
        assert_eq!(rows.len(), 806);
        assert_eq!(rows.iter().filter(|row| row.capability == "monitor").count(), 70);
    }

    #[test]
    fn refuses_a_double_id_and_an_empty_table() {
        let twice = File::new("requirements/a.csv", "id,title,capability\nA,x,m\nA,y,m\n");
        assert!(read(&[twice]).unwrap_err().contains("twice"));
        assert!(read(&[]).is_err());
    }
}
