//! 50,000 people from one Excel file, by the command line, which does what the page does.

use super::{pages::make_demo, program::Result};
use rust_xlsxwriter::Workbook;
use std::{
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// People in the file.
const PEOPLE: u32 = 50_000;
/// Departments of the demo institution, each with a share of the people.
const UNITS: [&str; 9] = [
    "青禾装备/质量部",
    "青禾装备/工艺部",
    "青禾装备/装配车间",
    "青禾物流/运营部",
    "青禾物流/仓储部",
    "青禾物流/车队",
    "青禾食品/研发部",
    "青禾食品/生产部",
    "青禾食品/销售部",
];
const POSITIONS: [&str; 4] = ["检验员", "装配工", "驾驶员", "操作工"];

/// Makes the file, imports it, and says how long that took.
pub fn run(binary: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (data, file) = (folder.path().join("data"), folder.path().join("people.xlsx"));
    make_demo(binary, &data, None)?;
    write(&file)?;
    let begun = Instant::now();
    let mut command = Command::new(binary);
    command.args(["import", "people"]).arg(&file).args(["--user", "center", "--json", "--data"]).arg(&data);
    let done = command.stderr(Stdio::null()).output()?;
    let seconds = begun.elapsed().as_secs_f64();
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stdout);
        return Err(format!("the import refused rows: {}", said.chars().take(400).collect::<String>()).into());
    }
    println!("\nImport on SQLite");
    println!(
        "  {:<36} {seconds:>8.1} s   {:.0} a second",
        "50,000 people from Excel",
        f64::from(PEOPLE) / seconds
    );
    Ok(())
}

fn write(file: &Path) -> Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    for (column, head) in ["姓名", "工号", "单位", "岗位", "邮箱", "手机"].into_iter().enumerate()
    {
        sheet.write(0, u16::try_from(column)?, head)?;
    }
    for n in 0..PEOPLE {
        let (unit, position) = (UNITS[n as usize % UNITS.len()], POSITIONS[n as usize % POSITIONS.len()]);
        sheet.write(n + 1, 0, format!("测员{}{}", sign(n / 200), sign(n % 200)))?;
        sheet.write(n + 1, 1, format!("BM{n:06}"))?;
        sheet.write(n + 1, 2, unit)?;
        sheet.write(n + 1, 3, position)?;
        sheet.write(n + 1, 4, format!("bm{n:06}@example.com"))?;
        sheet.write(n + 1, 5, format!("139{n:08}"))?;
    }
    book.save(file)?;
    Ok(())
}

/// A Chinese sign for a number, so that names are searched and cut like names.
fn sign(n: u32) -> char {
    char::from_u32(0x4e00 + n * 7).unwrap_or('一')
}
