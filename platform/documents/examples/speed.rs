//! Prints how long 50,000 rows of 8 columns take to write and to read, for `make bench`.

use std::time::Instant;
use xingtan_clock::Timestamp;
use xingtan_documents::{Cell, Export, Heading, Limits, Sheet, read_table};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let headings = (0..8).map(|i| Heading::new(format!("列 {i}"))).collect();
    let sheet = Sheet::new("人员", Timestamp::from_seconds(0), headings);
    for mut export in [Export::xlsx(&sheet)?, Export::csv(&sheet)?] {
        let ending = export.ending();
        let begin = Instant::now();
        for row in 0..50_000i64 {
            let cells: Vec<Cell> =
                (0..8).map(|column| Cell::text(format!("第 {row} 行 {column} 列"))).collect();
            export.row(&cells)?;
        }
        let bytes = export.finish()?;
        let written = begin.elapsed();
        let begin = Instant::now();
        let rows = read_table(&bytes, "speed", &Limits::default())?.rows.len();
        println!(
            "{ending}: {rows} rows, {} KB, written in {written:.1?}, read in {:.1?}",
            bytes.len() / 1024,
            begin.elapsed()
        );
    }
    Ok(())
}
